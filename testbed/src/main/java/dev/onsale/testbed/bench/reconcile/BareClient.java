package dev.onsale.testbed.bench.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.onsale.testbed.bench.reconcile.Recording.Step;
import dev.onsale.testbed.bench.reconcile.StatementLog.Asked;
import dev.onsale.testbed.stores.EmbeddedPostgres;
import dev.onsale.testbed.stores.EmbeddedRedis;
import dev.onsale.testbed.stores.Login;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The reference: asks API server and stores for the same as a {@link Recording}, for other events,
 * and does nothing else. No watch, no cache, no comparison, no model of what it sends.
 */
final class BareClient implements AutoCloseable {

  /** As many as the operator has to one platform's database. */
  private static final int POSTGRES_CONNECTIONS = 4;

  private static final String UNKNOWN_PASSWORD = "28P01";
  private static final Map<String, String> METHODS =
      Map.of(
          "get", "GET", "list", "GET", "create", "POST", "update", "PUT", "patch", "PATCH",
          "delete", "DELETE");

  private final ApiClient api;
  private final EmbeddedPostgres postgres;
  private final RedisReplay redis;
  private final Recording recording;
  private final Subject recorded;
  private final Map<String, String> passwords;
  private final BlockingQueue<Connection> connections =
      new ArrayBlockingQueue<>(POSTGRES_CONNECTIONS);

  /**
   * @param passwords of the recorded event's roles, by role
   */
  BareClient(
      ApiClient api,
      EmbeddedPostgres postgres,
      EmbeddedRedis redis,
      Recording recording,
      Subject recorded,
      Map<String, String> passwords)
      throws SQLException {
    this.api = api;
    this.postgres = postgres;
    this.redis = new RedisReplay(redis, recording, recorded);
    this.recording = recording;
    this.recorded = recorded;
    this.passwords = passwords;
    for (int i = 0; i < POSTGRES_CONNECTIONS; i++) {
      connections.add(connect(postgres.operator()));
    }
  }

  /** What is replayed. */
  Recording recording() {
    return recording;
  }

  /** Everything of the recording for one event, which exists already; one step after the other. */
  void replay(Subject event) throws IOException, InterruptedException, SQLException {
    redis.replay(event);
    for (Step step : recording.steps()) {
      switch (step) {
        case Step.Request(AuditLog.Call call) -> ask(call, event);
        case Step.Statements(List<Asked> statements) -> ask(statements, event);
        case Step.Login(String role) -> logIn(role, event);
      }
    }
  }

  private void ask(AuditLog.Call call, Subject event) throws IOException, InterruptedException {
    String body = call.body() == null ? null : event.insteadOf(recorded, replayable(call.body()));
    ApiClient.Answer answer =
        api.send(
            METHODS.getOrDefault(call.verb(), "GET"),
            event.insteadOf(recorded, call.uri()),
            body == null ? null : contentType(call),
            body);
    boolean recordedSuccess = call.code() < 300;
    if (recordedSuccess && !answer.isSuccess()) {
      throw new IllegalStateException(
          "the operator was answered %d to %s %s, the bare client %d: %s"
              .formatted(call.code(), call.verb(), call.uri(), answer.code(), answer.body()));
    }
  }

  private static String contentType(AuditLog.Call call) {
    if (!call.verb().equals("patch")) {
      return "application/json";
    }
    if (call.body() instanceof ArrayNode) {
      return "application/json-patch+json";
    }
    return call.uri().contains("fieldManager=")
        ? "application/apply-patch+yaml"
        : "application/merge-patch+json";
  }

  /** Without the version of the object that it was read at: the other event has another. */
  private static String replayable(JsonNode body) {
    if (body instanceof ArrayNode operations) {
      ArrayNode kept = operations.arrayNode();
      operations.forEach(
          operation -> {
            if (!operation.path("path").asText().equals("/metadata/resourceVersion")) {
              kept.add(operation);
            }
          });
      return kept.toString();
    }
    return body.toString().replaceAll("\"resourceVersion\":\"\\d+\",?", "");
  }

  private void ask(List<Asked> statements, Subject event)
      throws SQLException, InterruptedException {
    Connection connection = connections.take();
    try {
      for (Asked asked : statements) {
        switch (asked.text()) {
          case "BEGIN" -> connection.setAutoCommit(false);
          case "COMMIT" -> {
            connection.commit();
            connection.setAutoCommit(true);
          }
          case "ROLLBACK" -> {
            connection.rollback();
            connection.setAutoCommit(true);
          }
          default -> ask(connection, asked, event);
        }
      }
    } finally {
      connections.add(connection);
    }
  }

  private void ask(Connection connection, Asked asked, Subject event) throws SQLException {
    String sql = event.insteadOf(recorded, asked.text()).replaceAll("\\$\\d+", "?");
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int number = 1;
      for (@Nullable String parameter : asked.parameters()) {
        statement.setString(
            number++, parameter == null ? null : event.insteadOf(recorded, parameter));
      }
      statement.execute();
    } catch (SQLException e) {
      if (!connection.getAutoCommit() || !"42P01".equals(e.getSQLState())) {
        throw e;
      }
      // the recorded client asked for the same table that no runtime had made yet
    }
  }

  private void logIn(String role, Subject event) throws SQLException {
    String password = passwords.getOrDefault(role, "");
    try (Connection connection = connect(new Login(event.insteadOf(recorded, role), password))) {
      connection.getMetaData();
    } catch (SQLException e) {
      if (!UNKNOWN_PASSWORD.equals(e.getSQLState())) {
        throw e;
      }
      // a role that was rotated meanwhile: a refused login costs what an accepted one does
    }
  }

  private Connection connect(Login login) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", login.user());
    properties.setProperty("password", login.password());
    properties.setProperty("stringtype", "unspecified");
    return DriverManager.getConnection(postgres.url(), properties);
  }

  @Override
  public void close() throws SQLException {
    redis.close();
    for (Connection connection : connections) {
      connection.close();
    }
  }
}
