package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.api.v1alpha1.TicketEvent;
import io.lettuce.core.RedisClient;
import org.junit.jupiter.api.Test;

/** The operators of two clusters, with the same stores and an event of the same name in each. */
class TwoClustersTest {

  private static final String NAMESPACE = "of-both-clusters";

  private final World here = World.shared();

  @Test
  void eventsOfOneNameInTwoClustersShareNothingAndEndAlone() throws Exception {
    try (World there = new World(World.EAGER)) {
      here.createNamespace(NAMESPACE);
      there.createNamespace(NAMESPACE);
      String manifest = Manifests.event(NAMESPACE, "gala", "main", "Delete", "1h");
      TicketEvent ours = provisioned(here, manifest);
      TicketEvent theirs = provisioned(there, manifest);
      String schema = here.identity(ours).storeKey();

      assertThat(there.identity(theirs).storeKey()).isNotEqualTo(schema);
      assertThat(there.logins(theirs)).isNotEqualTo(here.logins(ours));

      there.event(NAMESPACE, "gala").delete();
      there.awaitGone(NAMESPACE, "gala");

      assertThat(schemas(schema)).isEqualTo("1");
      assertThat(schemas(there.identity(theirs).storeKey())).isEqualTo("0");
      here.connect(ours, false).close();
      assertThat(redisUsers()).contains(here.identity(ours).loginRole(1));
      here.awaitProvisioned(NAMESPACE, "gala");
    }
  }

  private static TicketEvent provisioned(World world, String manifest) {
    world.create(manifest);
    return world.awaitProvisioned(NAMESPACE, "gala");
  }

  private String schemas(String name) throws Exception {
    return String.valueOf(
        here.superuser("SELECT count(*) FROM pg_namespace WHERE nspname = '" + name + "'"));
  }

  private java.util.List<String> redisUsers() {
    RedisClient client = RedisClient.create(here.stores.redis().uri());
    try (var connection = client.connect()) {
      return connection.sync().aclUsers();
    } finally {
      client.shutdown();
    }
  }
}
