package dev.onsale.testbed.bench.runtime;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onsale.runtime.Role;
import dev.onsale.runtime.RuntimeBoot;
import dev.onsale.runtime.RuntimeKeys;
import dev.onsale.runtime.RuntimeLive;
import dev.onsale.runtime.RuntimeLogins;
import dev.onsale.seating.SeatMap;
import dev.onsale.testbed.image.Application;
import dev.onsale.testbed.process.Command;
import dev.onsale.testbed.process.Folders;
import dev.onsale.testbed.process.Guarded;
import dev.onsale.testbed.process.Ports;
import dev.onsale.testbed.stores.EmbeddedPostgres;
import dev.onsale.testbed.stores.EmbeddedRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * An event on sale and the process that sells it, provisioned as the operator would: its real
 * configuration, with anonymous visitors.
 */
final class EventOnSale implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(90);
  private static final ObjectMapper JSON = new ObjectMapper();

  static final String TIER = "standard";

  private static final String FLOOR =
      "{\"sections\": [{\"name\": \"floor\", \"tier\": \"%s\", \"rank\": 1, \"capacity\": 50000}]}"
          .formatted(TIER);

  /** More than any run lets in, so that the house is never full and nobody is too fast. */
  private static final int EVERYBODY = 10_000_000;

  final EmbeddedPostgres postgres;
  final EmbeddedRedis redis;
  final RuntimeBoot boot;
  final int port = Ports.free();
  final int managementPort = Ports.free();
  private final Path folder = Folders.state("bench-event");
  private final Guarded process;

  /**
   * What is sold there, and by whom.
   *
   * @param paused whether nobody is let in
   * @param seats the seat map
   * @param sell SQL that sells some of it, with the schema's name for {@code %1$s}
   */
  private record Kind(boolean paused, String seats, String roles, String sell) {}

  private EventOnSale(EmbeddedPostgres postgres, EmbeddedRedis redis, String classPath, Kind kind)
      throws IOException, SQLException {
    this.postgres = postgres;
    this.redis = redis;
    SeatMap map = JSON.readValue(kind.seats(), SeatMap.class);
    this.boot = boot("ev_" + UUID.randomUUID().toString().replace("-", "").substring(0, 20), map);
    String password = UUID.randomUUID().toString();
    provision(password);
    write("seats/seats.json", kind.seats());
    write("config/boot.json", JSON.writeValueAsString(boot));
    write("config/live.json", JSON.writeValueAsString(live(kind.paused())));
    write("owner/postgres-password", password);
    write("secrets/webhook-secret", UUID.randomUUID().toString());
    for (String name : List.of("pseudonym-key", "access-key", "pass-key")) {
      write("secrets/" + name, key());
    }
    write(
        "secrets/token-keys.json",
        JSON.writeValueAsString(new RuntimeKeys(first(), first(), first(), first(), first())));
    write(
        "secrets/logins.json",
        JSON.writeValueAsString(
            new RuntimeLogins(
                1,
                new RuntimeLogins.Login(boot.postgres().login(), password),
                new RuntimeLogins.Login(redis.admin().user(), redis.admin().password()),
                null)));
    String main = "dev.onsale.booking.BookingApplication";
    Command.run(
        Folders.logs().resolve("bench-migrate.log"),
        START,
        folder,
        Map.of("ONSALE_CONFIG_DIR", folder.toString()),
        Jvm.command(classPath, main, "migrate"));
    if (!kind.sell().isEmpty()) {
      asSuperuser(kind.sell().formatted(boot.postgres().schema()));
    }
    process =
        Jvm.start(
            "bench-runtime-" + port,
            Map.of(
                "ONSALE_CONFIG_DIR",
                folder.toString(),
                Role.VARIABLE,
                kind.roles(),
                "POD_NAME",
                "bench-runtime",
                "SERVER_PORT",
                String.valueOf(port),
                "SERVER_ADDRESS",
                "127.0.0.1",
                "MANAGEMENT_SERVER_PORT",
                String.valueOf(managementPort),
                "MANAGEMENT_SERVER_ADDRESS",
                "127.0.0.1"),
            Jvm.command(classPath, main, "serve"));
  }

  /**
   * Starts stores and the process, and waits until the waiting room answers.
   *
   * @param paused whether nobody is let in
   */
  static EventOnSale start(boolean paused) throws Exception {
    return start(new Kind(paused, FLOOR, "queue,worker", ""));
  }

  /** As the other, with numbered seats and the process that sells them. */
  static EventOnSale start(Hall hall) throws Exception {
    return start(new Kind(false, Hall.json(), "queue,booking,worker", sold(hall)));
  }

  /** One order a row, paid for. */
  private static String sold(Hall hall) {
    if (hall.free() == Hall.ROW) {
      return "";
    }
    return """
        CREATE TEMP TABLE bench_row AS
          SELECT r, md5('row ' || r)::uuid AS id FROM generate_series(0, %2$d) AS r;
        INSERT INTO %%1$s.orders (id, buyer, hold, state, currency, total, accept_equivalent, expires_at)
          SELECT id, 'd_row_' || r, 'hold-' || r, 'CONFIRMED', 'KRW', 0, false, now() FROM bench_row;
        INSERT INTO %%1$s.order_seats (order_id, seat_index, label, tier, price)
          SELECT id, r * %1$d + s, 'seat', '%4$s', 0 FROM bench_row, generate_series(%3$d, %1$d - 1) AS s;
        INSERT INTO %%1$s.seat_claims (seat_index, order_id, sold)
          SELECT r * %1$d + s, id, true FROM bench_row, generate_series(%3$d, %1$d - 1) AS s;
        """
        .formatted(Hall.ROW, Hall.ROWS - 1, hall.free(), TIER);
  }

  private static EventOnSale start(Kind kind) throws Exception {
    EmbeddedPostgres postgres = EmbeddedPostgres.start();
    EmbeddedRedis redis = null;
    EventOnSale event = null;
    try {
      redis = EmbeddedRedis.start();
      event = new EventOnSale(postgres, redis, packaged(), kind);
      Requests requests = new Requests(event);
      int port = event.port;
      event.process.awaitReady(() -> Load.answers(port, requests.status()), START);
      return event;
    } catch (Exception failure) {
      if (event != null) {
        event.close();
      } else {
        if (redis != null) {
          redis.close();
        }
        postgres.close();
      }
      throw failure;
    }
  }

  private static String packaged() {
    return Application.BOOKING_RUNTIME.jar() + ":" + Application.BOOKING_RUNTIME.libraries() + "/*";
  }

  /** Of the process. */
  long pid() {
    return process.pid();
  }

  String path() {
    return "/v1/events/%s/%s".formatted(boot.namespace(), boot.name());
  }

  private RuntimeBoot boot(String key, SeatMap map) {
    return new RuntimeBoot(
        "bench",
        "concerts",
        "aurora",
        UUID.randomUUID().toString(),
        key,
        "Anonymous",
        "Fifo",
        map.digest(),
        new RuntimeBoot.Postgres(
            postgres.host(),
            postgres.port(),
            EmbeddedPostgres.DATABASE,
            key,
            key + "_a",
            key + "_owner",
            "disable",
            null),
        new RuntimeBoot.Redis(
            "Standalone", List.of(redis.host() + ":" + redis.port()), null, "Disabled"),
        new RuntimeBoot.Kafka("127.0.0.1:1", "PLAINTEXT", null),
        "Sandbox",
        null);
  }

  private static RuntimeLive live(boolean paused) {
    Instant now = Instant.now();
    return new RuntimeLive(
        1,
        "Aurora",
        new RuntimeLive.Times(
            null,
            null,
            now.minusSeconds(5).toString(),
            now.plus(Duration.ofHours(3)).toString(),
            now.plus(Duration.ofHours(4)).toString(),
            null,
            600,
            null),
        paused,
        false,
        new RuntimeLive.Admission(6 * EVERYBODY, EVERYBODY, 3_600, 3_600),
        new RuntimeLive.Holds(300, 4, false),
        new RuntimeLive.Payment(300, EVERYBODY),
        new RuntimeLive.Limits(20, 60, 10, 100),
        List.of(new RuntimeLive.Tier(TIER, "KRW", 50_000)),
        null);
  }

  private void provision(String password) throws SQLException {
    asSuperuser(
        """
        CREATE ROLE %1$s_owner LOGIN PASSWORD '%2$s';
        CREATE ROLE %1$s_a LOGIN PASSWORD '%2$s';
        CREATE ROLE %1$s_b NOLOGIN;
        CREATE SCHEMA %1$s AUTHORIZATION %1$s_owner;
        GRANT USAGE ON SCHEMA %1$s TO %1$s_a, %1$s_b;
        CREATE TABLE %1$s.onsale_marker (one boolean PRIMARY KEY);
        """
            .formatted(boot.postgres().schema(), password));
  }

  private void asSuperuser(String statements) throws SQLException {
    try (Connection connection = postgres.connect(postgres.superuser());
        Statement sql = connection.createStatement()) {
      sql.execute(statements);
    }
  }

  private static List<RuntimeKeys.Key> first() {
    return List.of(new RuntimeKeys.Key(1, key(), null, null));
  }

  private static String key() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return Base64.getEncoder().encodeToString(key);
  }

  private void write(String file, String content) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }

  @Override
  public void close() {
    process.close();
    Folders.remove(folder);
    redis.close();
    postgres.close();
  }
}
