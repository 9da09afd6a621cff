package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.testbed.kubernetes.ControlPlane;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;

/** The process as it is deployed, with leader election. */
class OperatorApplicationTest {

  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void theProcessLeadsAnswersHowItIsAndEnds() throws Exception {
    try (ControlPlane plane = ControlPlane.start(ControlPlane.Controllers.OFF)) {
      World.installCrds(plane.client());
      plane
          .client()
          .resource(
              new NamespaceBuilder()
                  .withNewMetadata()
                  .withName("onsale-system")
                  .endMetadata()
                  .build())
          .create();
      System.setProperty("kubeconfig", plane.kubeconfig().toString());
      ConfigurableApplicationContext application =
          OperatorApplication.application()
              .run(
                  "--OPERATOR_NAMESPACE=onsale-system",
                  "--LEADER_ELECTION=true",
                  "--POD_NAME=operator-0",
                  "--server.port=0");
      try {
        String base =
            "http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port");
        assertThat(get(base + "/health/liveness")).contains("\"UP\"");
        assertThat(get(base + "/health/readiness")).contains("\"UP\"");
        await()
            .atMost(World.PATIENCE)
            .untilAsserted(
                () -> assertThat(get(base + "/metrics")).contains("onsale_operator_leading 1.0"));
        assertThat(
                plane
                    .client()
                    .resources(Lease.class)
                    .inNamespace("onsale-system")
                    .withName("onsale-operator")
                    .require()
                    .getSpec()
                    .getHolderIdentity())
            .isEqualTo("operator-0");
      } finally {
        System.clearProperty("kubeconfig");
        await().atMost(Duration.ofSeconds(20)).until(() -> closed(application));
      }
    }
  }

  private static boolean closed(ConfigurableApplicationContext application) {
    application.close();
    return !application.isActive();
  }

  private String get(String url) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(5)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
