package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.testbed.kubernetes.ControlPlane;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two operators beside one API server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LeadershipTest {

  private static final Duration TAKEOVER = Duration.ofSeconds(20);

  private final ControlPlane plane = ControlPlane.start(ControlPlane.Controllers.OFF);
  private Config rights = plane.configuration();

  /** A process whose connections to the API server can be cut. */
  private static final class Replica implements Interceptor, AutoCloseable {
    private final AtomicBoolean cut = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final OperatorRuntime operator;

    Replica(Config config, String identity) {
      operator =
          new OperatorRuntime(
              config,
              OperatorSettings.of(World.OPERATOR_NAMESPACE, true, identity),
              Clock.systemUTC(),
              () -> ended.set(true),
              http -> http.addOrReplaceInterceptor("cut", this));
      operator.start();
    }

    @Override
    public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
      if (cut.get()) {
        throw new IllegalStateException("the network of this replica is cut");
      }
    }

    @Override
    public void close() {
      operator.close();
    }
  }

  @BeforeAll
  void install() {
    World.installCrds(plane.client());
    plane
        .client()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(World.OPERATOR_NAMESPACE)
                .endMetadata()
                .build())
        .create();
    rights = ChartRights.grant(plane, Map.of());
  }

  @AfterAll
  void end() {
    plane.close();
  }

  @Test
  void aStandbyTakesOverFromALeaderThatIsCutOffAndTheLeaderEnds() {
    try (Replica leader = new Replica(rights, "first")) {
      await().atMost(World.PATIENCE).until(leader.operator::leading);
      try (Replica standby = new Replica(rights, "second")) {
        assertThat(standby.operator.leading()).isFalse();

        leader.cut.set(true);
        ZonedDateTime renewed = lease().getSpec().getRenewTime();

        await().atMost(World.PATIENCE).until(standby.operator::leading);
        assertThat(Duration.between(renewed, lease().getSpec().getAcquireTime()))
            .isLessThanOrEqualTo(TAKEOVER);
        await().atMost(World.PATIENCE).untilTrue(leader.ended);
        assertThat(standby.ended).isFalse();
        worksAs("taken-over");
      }
    }
  }

  @Test
  void aLeaderThatStopsHandsOverAtOnce() {
    try (Replica standby = standbyAfter(new Replica(rights, "third"))) {
      await().atMost(World.PATIENCE).until(standby.operator::leading);
      assertThat(standby.ended).isFalse();
    }
  }

  /** A replica that came second, after the first one stopped in good order. */
  private Replica standbyAfter(Replica first) {
    await().atMost(World.PATIENCE).until(first.operator::leading);
    Replica standby = new Replica(rights, "fourth");
    first.close();
    assertThat(first.ended).as("a stop that was asked for is no loss").isFalse();
    return standby;
  }

  private void worksAs(String name) {
    plane
        .client()
        .resource(World.generic(Manifests.event("default", name, "nowhere", "Retain", "later")))
        .create();
    await()
        .atMost(World.PATIENCE)
        .until(
            () -> {
              var event =
                  plane
                      .client()
                      .resources(dev.onsale.api.v1alpha1.TicketEvent.class)
                      .inNamespace("default")
                      .withName(name)
                      .require();
              return World.message(event, "SpecValid").contains("nowhere");
            });
  }

  private Lease lease() {
    return plane
        .client()
        .resources(Lease.class)
        .inNamespace(World.OPERATOR_NAMESPACE)
        .withName("onsale-operator")
        .require();
  }
}
