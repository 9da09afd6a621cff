package dev.onsale.testbed.demo;

import dev.onsale.testbed.audit.Books;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;

/** The Kubernetes cluster a demo runs on, and how the demo reaches what is on it. */
public interface Cluster extends AutoCloseable {
  KubernetesClient client();

  /** What the operator needs on this cluster: secrets of the stores and the TicketPlatform. */
  List<GenericKubernetesResource> platform();

  /** Image of the operator, as the cluster's nodes know it. */
  String operatorImage();

  /** Opens a way to the runtime's pods; {@code http://HOST:PORT}. */
  URI reach(String namespace, String event);

  /**
   * What the event's schema holds.
   *
   * @throws BooksOutOfReach where this cluster's PostgreSQL cannot be asked
   */
  Books books(String schema) throws SQLException, BooksOutOfReach;

  @Override
  void close();
}
