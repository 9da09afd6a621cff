package dev.onsale.testbed.stores;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.testbed.process.StartFailure;
import io.lettuce.core.RedisClient;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class StoresTest {

  @Test
  void theOperatorsLoginMayCreateRolesAndSchemasButIsNoSuperuser() throws Exception {
    EmbeddedPostgres postgres = Stores.shared().postgres();
    try (Connection connection = postgres.connect(postgres.operator());
        Statement sql = connection.createStatement()) {
      sql.execute("CREATE SCHEMA a_schema");
      sql.execute("DROP SCHEMA a_schema");
      sql.execute("CREATE ROLE a_role LOGIN");
      sql.execute("DROP ROLE a_role");
      assertThatThrownBy(() -> sql.execute("CREATE ROLE another SUPERUSER"))
          .hasMessageContaining("permission denied");
      try (ResultSet version = sql.executeQuery("SHOW server_version_num")) {
        version.next();
        assertThat(version.getInt(1)).isGreaterThanOrEqualTo(180_000);
      }
    }
  }

  @Test
  void aKilledPostgresKeepsWhatWasCommitted() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      try (Connection connection = postgres.connect(postgres.operator());
          Statement sql = connection.createStatement()) {
        sql.execute("CREATE SCHEMA kept");
        sql.execute("CREATE TABLE kept.t AS SELECT 42 AS answer");
      }
      postgres.kill();
      postgres.restart();
      try (Connection connection = postgres.connect(postgres.operator());
          Statement sql = connection.createStatement();
          ResultSet row = sql.executeQuery("SELECT answer FROM kept.t")) {
        row.next();
        assertThat(row.getInt(1)).isEqualTo(42);
      }
    }
  }

  @Test
  void aKilledRedisComesBackEmptyWithItsSavedUsers() {
    try (EmbeddedRedis redis = EmbeddedRedis.start()) {
      RedisClient client = RedisClient.create(redis.uri());
      try (var connection = client.connect()) {
        connection.sync().set("key", "value");
        connection.sync().aclSetuser("neighbour", new io.lettuce.core.AclSetuserArgs().on());
        connection.sync().aclSave();
      }
      redis.kill();
      redis.restart();
      try (var connection = client.connect()) {
        assertThat(connection.sync().get("key")).isNull();
        assertThat(connection.sync().aclUsers()).contains("neighbour", "admin");
      } finally {
        client.shutdown();
      }
    }
  }

  @Test
  void kafkaListsTheTopicsThatWereMadeAndNoOther() throws Exception {
    Map<String, Object> configuration =
        Map.of("bootstrap.servers", Stores.shared().kafka().bootstrapServers());
    try (Admin admin = Admin.create(configuration)) {
      assertThat(admin.listTopics().names().get(20, TimeUnit.SECONDS)).doesNotContain("unknown");
      assertThat(admin.describeCluster().nodes().get(20, TimeUnit.SECONDS)).hasSize(1);
    }
  }

  @Test
  void aPortInUseIsNamed() {
    int taken = Stores.shared().redis().port();
    assertThatThrownBy(() -> EmbeddedRedis.start(taken))
        .isInstanceOf(StartFailure.class)
        .hasMessageContaining("127.0.0.1:" + taken)
        .hasMessageContaining("in use");
  }
}
