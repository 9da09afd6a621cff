package dev.onsale.operator;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;

/** What the operator asked the API server for, in the words of RBAC. */
final class AskedRights implements Interceptor {

  private static final int FORBIDDEN = 403;
  private static final int CREATED = 201;

  /**
   * @param own whether in the operator's own namespace
   */
  record Asked(boolean own, String group, String resource, String verb)
      implements Comparable<Asked> {

    @Override
    public int compareTo(Asked other) {
      return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
      return "%s %s%s%s"
          .formatted(
              verb,
              resource,
              group.isEmpty() ? "" : "." + group,
              own ? " in " + World.OPERATOR_NAMESPACE : "");
    }
  }

  private final Set<Asked> asked = new ConcurrentSkipListSet<>();
  private final Set<String> forbidden = new ConcurrentSkipListSet<>();

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    if (response.code() == FORBIDDEN) {
      forbidden.add(request.method() + " " + request.uri().getPath());
    }
    List<String> path = Arrays.asList(request.uri().getPath().split("/")).stream().skip(1).toList();
    if (path.size() >= 3 && (path.get(0).equals("api") || path.get(0).equals("apis"))) {
      note(request, response.code(), path);
    }
  }

  private void note(HttpRequest request, int code, List<String> path) {
    boolean core = path.get(0).equals("api");
    String group = core ? "" : path.get(1);
    List<String> rest = path.subList(core ? 2 : 3, path.size());
    boolean namespaced = rest.size() >= 3 && rest.get(0).equals("namespaces");
    boolean own = namespaced && rest.get(1).equals(World.OPERATOR_NAMESPACE);
    List<String> object = namespaced ? rest.subList(2, rest.size()) : rest;
    if (object.isEmpty()) {
      return;
    }
    String resource = object.size() >= 3 ? object.get(0) + "/" + object.get(2) : object.get(0);
    boolean named = object.size() >= 2;
    asked.add(new Asked(own, group, resource, verb(request, named)));
    if (request.method().equals("PATCH") && code == CREATED) {
      asked.add(new Asked(own, group, resource, "create"));
    }
  }

  private static String verb(HttpRequest request, boolean named) {
    return switch (request.method()) {
      case "GET" -> watches(request.uri()) ? "watch" : named ? "get" : "list";
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> named ? "delete" : "deletecollection";
      default -> request.method();
    };
  }

  private static boolean watches(URI uri) {
    return uri.getQuery() != null && uri.getQuery().contains("watch=true");
  }

  Set<Asked> asked() {
    return new TreeSet<>(asked);
  }

  /** Requests that were refused for want of a right. */
  Set<String> forbidden() {
    return new TreeSet<>(forbidden);
  }
}
