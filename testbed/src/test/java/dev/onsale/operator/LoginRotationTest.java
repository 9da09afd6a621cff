package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.runtime.RuntimeLogins;
import dev.onsale.testbed.stores.Login;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class LoginRotationTest {

  private final World world = World.shared();
  private final String namespace = world.newNamespace();

  @Test
  void oldLoginsAreRefusedOnceEveryPodHasChangedOverAndNotBefore() throws Exception {
    TicketEvent event = running("turned");
    RuntimeLogins old = world.logins(event);

    rotate("turned", "they leaked");
    world.awaitCondition(namespace, "turned", "Rotating", "True", "LoginsChanging");
    RuntimeLogins fresh = world.logins(event);
    assertThat(fresh.generation()).isEqualTo(2);
    for (RuntimeLogins both : new RuntimeLogins[] {old, fresh}) {
      postgres(both);
      assertThat(redis(both)).isEqualTo("PONG");
    }

    RuntimeReports.leader(world, event, "key_generation = 2");
    awaitRetired("turned", 1);
    assertThatThrownBy(() -> postgres(old))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("not permitted to log in");
    assertThatThrownBy(() -> redis(old)).hasStackTraceContaining("WRONGPASS");
    postgres(fresh);
    assertThat(redis(fresh)).isEqualTo("PONG");
    world.awaitEvent(namespace, "turned", now -> World.condition(now, "Rotating").isEmpty());
  }

  @Test
  void theFirstLoginComesBackWithAnotherPasswordInTheRotationAfterNext() throws Exception {
    TicketEvent event = running("twice");
    RuntimeLogins first = world.logins(event);
    for (int generation = 2; generation <= 3; generation++) {
      rotate("twice", String.valueOf(generation));
      int wanted = generation;
      world.awaitEvent(
          namespace, "twice", now -> now.getStatus().data().logins().generation() == wanted);
      RuntimeReports.leader(world, event, "key_generation = " + generation);
      awaitRetired("twice", generation - 1);
    }
    RuntimeLogins third = world.logins(event);
    assertThat(third.postgres().username()).isEqualTo(first.postgres().username());
    postgres(third);
    assertThatThrownBy(() -> postgres(first)).hasMessageContaining("password authentication");
    assertThatThrownBy(() -> redis(first)).hasStackTraceContaining("WRONGPASS");
  }

  @Test
  void aStatusFromAnOldBackupBringsNoOldLoginBack() throws Exception {
    TicketEvent event = running("restored");
    RuntimeLogins old = world.logins(event);
    rotate("restored", "now");
    world.awaitEvent(
        namespace, "restored", now -> now.getStatus().data().logins().generation() == 2);
    RuntimeReports.leader(world, event, "key_generation = 2");
    awaitRetired("restored", 1);

    world
        .event(namespace, "restored")
        .editStatus(
            now -> {
              var status = com.fasterxml.jackson.databind.json.JsonMapper.builder().build();
              var tree = status.valueToTree(now);
              ((com.fasterxml.jackson.databind.node.ObjectNode) tree.at("/status/data/logins"))
                  .put("generation", 1)
                  .put("retired", 0);
              return status.convertValue(tree, TicketEvent.class);
            });

    awaitRetired("restored", 1);
    world.awaitEvent(
        namespace, "restored", now -> now.getStatus().data().logins().generation() == 2);
    assertThat(world.logins(event).generation()).isEqualTo(2);
    assertThatThrownBy(() -> postgres(old)).hasMessageContaining("not permitted to log in");
  }

  private TicketEvent running(String name) throws SQLException {
    world.create(Manifests.event(namespace, name));
    TicketEvent event = world.awaitProvisioned(namespace, name);
    world.podsBecomeReady(namespace, name);
    RuntimeReports.leader(world, event, "key_generation = 1");
    world.awaitCondition(namespace, name, "Ready", "True", "Ready");
    return event;
  }

  private void rotate(String name, String value) {
    world.patch(
        namespace,
        name,
        "{\"metadata\":{\"annotations\":{\"onsale.dev/rotate\":\"" + value + "\"}}}");
  }

  private void awaitRetired(String name, int generation) {
    world.awaitEvent(
        namespace, name, now -> now.getStatus().data().logins().retired() == generation);
  }

  private void postgres(RuntimeLogins logins) throws SQLException {
    Login login = new Login(logins.postgres().username(), logins.postgres().password());
    world.stores.postgres().connect(login).close();
  }

  private String redis(RuntimeLogins logins) {
    RedisClient client =
        RedisClient.create(
            RedisURI.builder()
                .withHost(world.stores.redis().host())
                .withPort(world.stores.redis().port())
                .withAuthentication(
                    logins.redis().username(), logins.redis().password().toCharArray())
                .build());
    try (var connection = client.connect()) {
      return connection.sync().ping();
    } finally {
      client.shutdown();
    }
  }
}
