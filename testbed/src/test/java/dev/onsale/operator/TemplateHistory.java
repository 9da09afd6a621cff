package dev.onsale.operator;

import dev.onsale.operator.config.CanonicalJson;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The pod templates that a Deployment had one after the other: each change is a roll. */
final class TemplateHistory implements Watcher<Deployment>, AutoCloseable {

  private final List<String> templates = new CopyOnWriteArrayList<>();
  private final Watch watch;

  TemplateHistory(World world, String namespace, String name) {
    watch = world.user.apps().deployments().inNamespace(namespace).withName(name).watch(this);
  }

  @Override
  public void eventReceived(Action action, Deployment deployment) {
    String template = CanonicalJson.hash(deployment.getSpec().getTemplate());
    if (templates.isEmpty() || !templates.getLast().equals(template)) {
      templates.add(template);
    }
  }

  @Override
  public void onClose(WatcherException cause) {
    throw new IllegalStateException("The watch of a Deployment ended", cause);
  }

  /** Rolls since the first template that was seen. */
  int rolls() {
    return Math.max(0, templates.size() - 1);
  }

  @Override
  public void close() {
    watch.close();
  }
}
