package dev.onsale.testbed.bench.reconcile;

import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketEventStatus;
import dev.onsale.runtime.RuntimeLogins;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Lets the operator bring one event up while every server writes down what it is asked. */
final class Recorder {

  private static final String FIRST = "first-namespace";
  private static final String EVENT = "recorded-event";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern CALLS = Pattern.compile("(?m)^cmdstat_([^:]+):calls=(\\d+),");
  private static final Pattern CONNECTIONS =
      Pattern.compile("(?m)^total_connections_received:(\\d+)");

  private final Arena arena;
  private final Events events;

  Recorder(Arena arena, Events events) {
    this.arena = arena;
    this.events = events;
  }

  private record RedisCounts(Map<String, Long> calls, long connections) {}

  /** Records, and returns the client that replays. */
  BareClient record(ApiClient user, ApiClient bare)
      throws IOException, InterruptedException, SQLException {
    StatementLog statements = new StatementLog(arena.stores.postgres());
    RedisClient client = RedisClient.create(arena.stores.redis().uri());
    try (var redis = client.connect()) {
      // what the operator makes once for all events, such as its root Secret, is nobody's share
      bringUp(user, FIRST);
      new Standing(arena, events).awaitSilence();
      statements.write(true);
      long from = arena.audit.end();
      RedisCounts before = counts(redis.sync());
      bringUp(user, AuditLog.RECORDED);
      RedisCounts after = counts(redis.sync());
      statements.write(false);
      Subject recorded = subject();
      Recording recording =
          new Recording(
              Recording.steps(
                  arena.audit.of(Arena.OPERATOR, from), statements.read(), recorded.storeKey()),
              difference(after.calls(), before.calls()),
              after.connections() - before.connections(),
              aclRules(redis.sync(), recorded.storeKey() + "_a"));
      return new BareClient(
          bare,
          arena.stores.postgres(),
          arena.stores.redis(),
          recording,
          recorded,
          passwords(recorded));
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  private void bringUp(ApiClient user, String namespace) throws IOException, InterruptedException {
    arena.namespace(namespace);
    user.demand(
        "POST",
        Events.collection("onsale.dev", namespace),
        "application/json",
        Events.manifest("onsale.dev", namespace, EVENT));
    events.awaitReady(namespace, 1, PATIENCE);
  }

  private Subject subject() {
    TicketEvent event =
        arena
            .user
            .resources(TicketEvent.class)
            .inNamespace(AuditLog.RECORDED)
            .withName(EVENT)
            .require();
    TicketEventStatus.Data data = event.getStatus().data();
    String storeKey = data == null ? null : data.schema();
    if (storeKey == null) {
      throw new IllegalStateException("the recorded event is ready and its status names no schema");
    }
    return new Subject(AuditLog.RECORDED, EVENT, event.getMetadata().getUid(), storeKey);
  }

  private Map<String, String> passwords(Subject recorded) {
    Map<String, String> passwords = new HashMap<>();
    passwords.put(recorded.storeKey() + "_owner", file(EVENT + "-owner", "postgres-password"));
    RuntimeLogins logins =
        Serialization.unmarshal(file(EVENT + "-runtime", "logins.json"), RuntimeLogins.class);
    passwords.put(logins.postgres().username(), logins.postgres().password());
    return passwords;
  }

  private String file(String secret, String key) {
    String encoded =
        arena
            .user
            .secrets()
            .inNamespace(AuditLog.RECORDED)
            .withName(secret)
            .require()
            .getData()
            .get(key);
    return encoded == null
        ? ""
        : new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
  }

  private static List<String> aclRules(RedisCommands<String, String> redis, String user) {
    return redis.aclList().stream()
        .filter(line -> line.startsWith("user " + user + " "))
        .map(line -> Arrays.asList(line.split(" ")))
        .findFirst()
        .map(words -> words.subList(2, words.size()))
        .orElseThrow(() -> new IllegalStateException("Redis has no user " + user));
  }

  private static RedisCounts counts(RedisCommands<String, String> redis) {
    Map<String, Long> calls = new HashMap<>();
    CALLS
        .matcher(redis.info("commandstats"))
        .results()
        .forEach(found -> calls.put(found.group(1), Long.parseLong(found.group(2))));
    long connections =
        CONNECTIONS
            .matcher(redis.info("stats"))
            .results()
            .mapToLong(found -> Long.parseLong(found.group(1)))
            .findFirst()
            .orElse(0);
    return new RedisCounts(calls, connections);
  }

  /** Without what connecting sends, which the reference's connections send as well. */
  private static Map<String, Long> difference(Map<String, Long> after, Map<String, Long> before) {
    Map<String, Long> difference = new TreeMap<>();
    after.forEach(
        (command, count) -> {
          long sent = count - before.getOrDefault(command, 0L);
          if (sent > 0 && !command.matches("hello|auth|client.*|info")) {
            difference.put(command, sent);
          }
        });
    // two INFO of the count itself
    long infos = after.getOrDefault("info", 0L) - before.getOrDefault("info", 0L) - 2;
    if (infos > 0) {
      difference.put("info", infos);
    }
    return difference;
  }
}
