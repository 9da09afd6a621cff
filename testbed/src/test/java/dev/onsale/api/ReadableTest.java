package dev.onsale.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.schedule.Timeline;
import dev.onsale.seating.SeatMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever the API server admits, the records read, lose nothing of, and give a meaning to. */
class ReadableTest {
  private static KubernetesClient client;

  @BeforeAll
  static void serve() {
    client = ApiServer.withCrds();
    ApiServer.namespace(client, "readable");
  }

  @Test
  void recordsFillInTheSameDefaultsAsTheServer() {
    var written = event("");
    var stored = ApiServer.tryOut(client, written);
    assertThat(read(written).getSpec()).isEqualTo(read(stored).getSpec());
  }

  @Test
  void platformRecordsFillInTheSameDefaultsAsTheServer() {
    var written =
        ApiServer.objects(
                """
                apiVersion: onsale.dev/v1alpha1
                kind: TicketPlatform
                metadata: {name: readable}
                spec:
                  runtime: {image: "runtime:1", resources: {single: {requests: {cpu: 1, memory: 1Gi}}}}
                  redis: {endpoints: ["redis:6379"], adminSecretRef: {name: redis}}
                  postgres: {host: db, database: onsale, adminSecretRef: {name: db}}
                  kafka: {bootstrapServers: "kafka:9092"}
                """)
            .getFirst();
    var stored = ApiServer.tryOut(client, written);
    var mine = Serialization.unmarshal(Serialization.asJson(written), TicketPlatform.class);
    var its = Serialization.unmarshal(Serialization.asJson(stored), TicketPlatform.class);
    assertThat(mine.getSpec()).isEqualTo(its.getSpec());
  }

  @Test
  void everyAdmittedValueOfEveryFieldIsRead() {
    ObjectNode base = tree(event(rich()));
    var candidates = new OddValues(schema()).of(base.get("spec"));
    int admitted = 0;
    for (var candidate : candidates) {
      base.set("spec", candidate.spec());
      var object = Serialization.unmarshal(base.toString(), GenericKubernetesResource.class);
      try {
        var stored = client.resource(object).dryRun().create();
        admitted++;
        assertMeaning(candidate.what(), stored);
      } catch (KubernetesClientException e) {
        assertThat(e.getCode()).as(candidate.what() + ": " + e.getMessage()).isIn(400, 422, 500);
      }
    }
    assertThat(admitted).as("admitted of %d", candidates.size()).isGreaterThan(150);
  }

  @Test
  void fiftyThousandSeatsInThousandRowsFit() {
    String rows =
        IntStream.rangeClosed(1, 10)
            .mapToObj(
                r ->
                    "{name: \"%d\", seats: 50, blocked: [1, 50], aisleAfter: [20], accessible: [{seat: 2, companion: 3}]}"
                        .formatted(r))
            .collect(Collectors.joining(", "));
    var stored = ApiServer.tryOut(client, event("", sections(100, "rows: [" + rows + "]")));
    var map = new SeatMap(read(stored).getSpec().seating().sections());
    assertThat(map.plan().size()).isEqualTo(50_000);
    assertThat(map.plan().blocked()).isEqualTo(2_000);
  }

  private static void assertMeaning(String what, GenericKubernetesResource stored) {
    var spec = read(stored).getSpec();
    var kept = JsonTrees.withoutEmpty(tree(spec));
    var sent = JsonTrees.withoutEmpty(tree(stored).get("spec"));
    assertThat(kept).as(what).isEqualTo(sent);
    assertThat(Timeline.of(spec).phaseAt(Instant.EPOCH)).as(what).isNotNull();
    assertThat(new SeatMap(spec.seating().sections()).plan()).as(what).isNotNull();
  }

  private static ObjectNode tree(Object value) {
    return Serialization.unmarshal(Serialization.asJson(value), ObjectNode.class);
  }

  private static TicketEvent read(GenericKubernetesResource stored) {
    return Serialization.unmarshal(Serialization.asJson(stored), TicketEvent.class);
  }

  private static JSONSchemaProps schema() {
    return client
        .apiextensions()
        .v1()
        .customResourceDefinitions()
        .withName("ticketevents.onsale.dev")
        .require()
        .getSpec()
        .getVersions()
        .getFirst()
        .getSchema()
        .getOpenAPIV3Schema()
        .getProperties()
        .get("spec");
  }

  private static String sections(int count, String content) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(s -> "{name: S%d, tier: standard, %s}".formatted(s, content))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static GenericKubernetesResource event(String more) {
    return event(
        more,
        "[{name: A, tier: standard, rows: [{name: \"1\", seats: 10, blocked: [3], aisleAfter: [5],"
            + " accessible: [{seat: 1, companion: 2}],"
            + " allotted: [{from: 6, to: 7, allotment: press}]}]},"
            + " {name: B, tier: standard, capacity: 5}],"
            + " allotments: [{name: press, role: press, releaseAt: \"2027-05-10T10:00:00Z\"}]");
  }

  private static GenericKubernetesResource event(String more, String sections) {
    return ApiServer.objects(
            """
            apiVersion: onsale.dev/v1alpha1
            kind: TicketEvent
            metadata: {name: readable, namespace: readable}
            spec:
              title: Readable
              schedule:
                registrationOpensAt: "2027-04-01T10:00:00Z"
                registrationClosesAt: "2027-04-20T10:00:00Z"
                onSaleAt: "2027-05-01T10:00:00+09:00"
                closesAt: "2027-06-01T10:00:00Z"
                startsAt: "2027-06-01T19:00:00Z"
                endsAt: "2027-06-01T23:00:00Z"
              tiers: [{name: standard, price: {currency: EUR, amount: 5000}}]
              seating: {sections: %s}
            %s"""
                .formatted(sections, more))
        .getFirst();
  }

  /** Fields that have no default, so that every field of the schema is there to be changed. */
  private static String rich() {
    return """
      queue: {mode: Draw, beacon: {source: Drand, round: 7}, priority: [{membership: gold, opensBefore: 1h}]}
      scaling: {preScale: {before: 30m, single: 3, queue: 3, booking: 3}}
      theme: {color: "#112233", logo: "https://example.org/logo.png", message: Welcome}
      access: {organisers: [boss], scanners: [door]}
    """;
  }
}
