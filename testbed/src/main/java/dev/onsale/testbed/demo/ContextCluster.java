package dev.onsale.testbed.demo;

import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.testbed.audit.Books;
import dev.onsale.testbed.audit.BooksReader;
import dev.onsale.testbed.image.Application;
import dev.onsale.testbed.image.Images;
import dev.onsale.testbed.install.InstallFailure;
import dev.onsale.testbed.install.Manifests;
import dev.onsale.testbed.install.OperatorInstall;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A cluster of the user's kubeconfig. The demo leaves the operator and the platform installed. */
public final class ContextCluster implements Cluster {
  private static final int BUYERS_PORT = 8080;

  private final KubernetesClient client;
  private final List<GenericKubernetesResource> platform;
  private final ImageNames images;
  private final List<LocalPortForward> forwards = new ArrayList<>();

  /**
   * What the cluster's nodes pull.
   *
   * @param operator image of the operator
   * @param runtime image of the booking runtime
   */
  public record ImageNames(String operator, String runtime) {

    /** Builds the images of this checkout and pushes them to a registry the cluster pulls from. */
    public static ImageNames push(String registry) {
      return new ImageNames(
          Images.push(Application.OPERATOR, registry),
          Images.push(Application.BOOKING_RUNTIME, registry));
    }
  }

  /**
   * @param config of the cluster's administrator
   * @param platform file with the TicketPlatform and the secrets it names; its image is replaced
   */
  public ContextCluster(Config config, Path platform, ImageNames images) {
    this.client = new KubernetesClientBuilder().withConfig(config).build();
    this.platform = Manifests.read(platform);
    this.images = images;
    this.platform.stream()
        .filter(object -> object.getKind().equals("TicketPlatform"))
        .forEach(object -> useRuntime(object, images.runtime()));
  }

  /**
   * Configuration of a context of the user's kubeconfig.
   *
   * @throws InstallFailure if it has no such context
   */
  public static Config context(String name) {
    Config config = Config.autoConfigure(name);
    boolean known =
        config.getCurrentContext() != null && name.equals(config.getCurrentContext().getName());
    if (!known) {
      throw new InstallFailure(
          "no context %s in the kubeconfig; kubectl config get-contexts lists them"
              .formatted(name));
    }
    return config;
  }

  private static void useRuntime(GenericKubernetesResource platform, String image) {
    Map<String, Object> spec = copy(platform.getAdditionalProperties().get("spec"));
    Map<String, Object> runtime = copy(spec.get("runtime"));
    runtime.put("image", image);
    spec.put("runtime", runtime);
    platform.getAdditionalProperties().put("spec", spec);
  }

  private static Map<String, Object> copy(@Nullable Object map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    if (map instanceof Map<?, ?> known) {
      known.forEach((key, value) -> copy.put(String.valueOf(key), value));
    }
    return copy;
  }

  @Override
  public KubernetesClient client() {
    return client;
  }

  @Override
  public List<GenericKubernetesResource> platform() {
    return platform;
  }

  @Override
  public String operatorImage() {
    return images.operator();
  }

  @Override
  public URI reach(String namespace, String event) {
    LocalPortForward forward =
        client
            .services()
            .inNamespace(namespace)
            .withName(event + "-runtime")
            .portForward(BUYERS_PORT);
    forwards.add(forward);
    return URI.create("http://127.0.0.1:" + forward.getLocalPort());
  }

  @Override
  public Books books(String schema) throws SQLException, BooksOutOfReach {
    TicketPlatform found =
        client.resources(TicketPlatform.class).list().getItems().stream()
            .findFirst()
            .orElseThrow(() -> new BooksOutOfReach("there is no TicketPlatform"));
    var postgres = found.getSpec().postgres();
    var reference = postgres.adminSecretRef();
    @Nullable Secret admin =
        reference == null
            ? null
            : client
                .secrets()
                .inNamespace(OperatorInstall.NAMESPACE)
                .withName(reference.name())
                .get();
    if (admin == null) {
      throw new BooksOutOfReach("the platform names no administrator of PostgreSQL to read with");
    }
    var login = new Properties();
    login.setProperty("user", decoded(admin, "username"));
    login.setProperty("password", decoded(admin, "password"));
    login.setProperty("connectTimeout", "5");
    login.setProperty("socketTimeout", "60");
    String url =
        "jdbc:postgresql://%s:%d/%s"
            .formatted(postgres.host(), postgres.port(), postgres.database());
    try (Connection connection = DriverManager.getConnection(url, login)) {
      return BooksReader.read(connection, schema);
    } catch (SQLException e) {
      // 42501: may not read the schema; 08: no connection. Both mean somebody else has to look.
      if (e.getSQLState() != null && e.getSQLState().matches("42501|08.*|28.*")) {
        throw new BooksOutOfReach(url + ": " + e.getMessage());
      }
      throw e;
    }
  }

  private static String decoded(Secret secret, String key) {
    String encoded = secret.getData().getOrDefault(key, "");
    return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    for (LocalPortForward forward : forwards) {
      try {
        forward.close();
      } catch (IOException e) {
        throw new InstallFailure("a port-forward did not close", e);
      }
    }
    client.close();
  }
}
