package dev.onsale.booking.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.monitoring.Alert;
import dev.onsale.operator.monitoring.Panel;
import dev.onsale.operator.scaling.ScaledObjects;
import dev.onsale.scaling.Component;
import dev.onsale.testbed.stores.Stores;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What rules, dashboards and autoscalers ask for is what a running process tells. */
class MetricNamesTest {

  private static final Pattern ASKED = Pattern.compile("([a-z_]+)\\{");
  private static final Pattern TOLD = Pattern.compile("^([a-z_]+)[ {]", Pattern.MULTILINE);

  private static final HorizontalPodAutoscaler HPA =
      new HorizontalPodAutoscalerBuilder()
          .withNewMetadata()
          .withName("aurora-runtime")
          .endMetadata()
          .withNewSpec()
          .withNewScaleTargetRef("apps/v1", "Deployment", "aurora-runtime")
          .withMinReplicas(1)
          .withMaxReplicas(2)
          .withNewBehavior()
          .endBehavior()
          .endSpec()
          .build();

  @Test
  void everyMetricThatIsAskedForIsTold() throws Exception {
    Stores stores = Stores.shared();
    try (Sale sale =
            Sale.on(stores.postgres(), stores.redis(), stores.kafka().bootstrapServers(), 4);
        HttpClient http = HttpClient.newHttpClient()) {
      RuntimeProcess process = sale.start("measured");
      try (Guest guest = Guest.inside(process)) {
        guest.pay(guest.order("A-1-1"), "pm_ok");
      }
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(told(http, process)).containsAll(asked()));
    }
  }

  private static Set<String> told(HttpClient http, RuntimeProcess process) throws Exception {
    String metrics =
        http.send(
                HttpRequest.newBuilder(URI.create(process.managementUrl() + "/metrics")).build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    return TOLD.matcher(metrics).results().map(name -> name.group(1)).collect(Collectors.toSet());
  }

  private static Set<String> asked() {
    EventIdentity event = new EventIdentity("cluster", "concerts", "aurora", "uid");
    Stream<String> scaling =
        Stream.of(
            ScaledObjects.render(event, Component.Single, HPA, "http://prometheus")
                .<List<Map<String, Object>>>get("spec", "triggers")
                .toString());
    Set<String> names = new TreeSet<>();
    Stream.concat(
            Stream.concat(
                Alert.ALL.stream().map(Alert::expression),
                Panel.ALL.stream().map(Panel::expression)),
            scaling)
        .flatMap(expression -> ASKED.matcher(expression).results())
        .map(name -> name.group(1))
        .forEach(names::add);
    // Prometheus' own.
    names.remove("up");
    return names;
  }
}
