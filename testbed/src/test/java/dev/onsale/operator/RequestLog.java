package dev.onsale.operator;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Every request of the operator that is no GET. */
final class RequestLog implements Interceptor {

  private final List<String> writes = new CopyOnWriteArrayList<>();

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (!"GET".equals(request.method())) {
      writes.add(request.method() + " " + request.uri().getPath());
    }
  }

  /** Writes whose path contains the text. */
  List<String> writes(String path) {
    return writes.stream().filter(write -> write.contains(path)).toList();
  }

  /** Forgets writes whose path contains the text. */
  void forget(String path) {
    writes.removeIf(write -> write.contains(path));
  }

  /** The writes whose path contains the text since they were last taken. */
  List<String> take(String path) {
    List<String> taken = writes(path);
    writes.removeAll(taken);
    return taken;
  }
}
