package dev.onsale.booking.sale;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onsale.api.v1alpha1.Row;
import dev.onsale.api.v1alpha1.Section;
import dev.onsale.booking.database.Address;
import dev.onsale.booking.database.Database;
import dev.onsale.booking.database.Migrations;
import dev.onsale.booking.identity.Identities;
import dev.onsale.booking.tokens.IdentityTokens;
import dev.onsale.booking.tokens.KeyRing;
import dev.onsale.runtime.Role;
import dev.onsale.runtime.RuntimeBoot;
import dev.onsale.runtime.RuntimeKeys;
import dev.onsale.runtime.RuntimeLive;
import dev.onsale.runtime.RuntimeLogins;
import dev.onsale.seating.SeatMap;
import dev.onsale.testbed.process.Folders;
import dev.onsale.testbed.stores.EmbeddedPostgres;
import dev.onsale.testbed.stores.EmbeddedRedis;
import dev.onsale.testbed.stores.Login;
import dev.onsale.testbed.stores.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One event on the test's stores, provisioned as the operator would: a migrated schema, a folder of
 * configuration, and as many processes as the test starts.
 */
public final class Sale implements AutoCloseable {
  /** Price of every seat, in minor units. */
  public static final long PRICE = 50_000;

  /** What webhooks are signed with. */
  public static final String WEBHOOK_SECRET = "a test's webhook secret";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PASSWORD = "a test's password";
  private static final List<String> KEYS = List.of("pseudonym-key", "access-key", "pass-key");

  private final Path folder;
  private RuntimeBoot boot;
  private final List<Runnable> open = new ArrayList<>();
  private RuntimeLive live;
  private @Nullable RuntimeLogins logins;
  private @Nullable RuntimeKeys keys;

  private Sale(Path folder, RuntimeBoot boot, RuntimeLive live) {
    this.folder = folder;
    this.boot = boot;
    this.live = live;
  }

  /** An event with one row of {@code seats}, on sale now, without Redis and Kafka. */
  public static Sale inPostgres(EmbeddedPostgres postgres, int seats) throws Exception {
    return on(
        postgres,
        new RuntimeBoot.Redis("Standalone", List.of("127.0.0.1:1"), null, "Disabled"),
        new Login("nobody", "none"),
        new RuntimeBoot.Kafka("127.0.0.1:1", "PLAINTEXT", null),
        seats);
  }

  /** An event with one row of {@code seats}, on sale now. */
  public static Sale on(EmbeddedPostgres postgres, EmbeddedRedis redis, String kafka, int seats)
      throws Exception {
    return on(
        postgres,
        new RuntimeBoot.Redis(
            "Standalone", List.of(redis.host() + ":" + redis.port()), null, "Disabled"),
        redis.admin(),
        new RuntimeBoot.Kafka(kafka, "PLAINTEXT", null),
        seats);
  }

  /** An event with these seats, on sale now, without Kafka. */
  public static Sale on(EmbeddedPostgres postgres, EmbeddedRedis redis, SeatMap seats)
      throws Exception {
    RuntimeBoot.Redis place =
        new RuntimeBoot.Redis(
            "Standalone", List.of(redis.host() + ":" + redis.port()), null, "Disabled");
    RuntimeBoot.Kafka none = new RuntimeBoot.Kafka("127.0.0.1:1", "PLAINTEXT", null);
    return create(postgres, "disable", place, redis.admin(), none, seats, null);
  }

  private static SeatMap row(int seats) {
    Row row = new Row("1", seats, 1, 1, List.of(), List.of(), List.of(), List.of());
    return new SeatMap(List.of(new Section("A", "standard", 1, List.of(row), null, null)));
  }

  /** An event with one row of {@code seats}, on sale now, with Redis in any topology. */
  public static Sale on(
      EmbeddedPostgres postgres,
      RuntimeBoot.Redis redis,
      Login redisUser,
      RuntimeBoot.Kafka kafka,
      int seats)
      throws Exception {
    return create(postgres, "disable", redis, redisUser, kafka, row(seats), null);
  }

  /** As {@link #on}, where all stores prove who they are by this authority. */
  public static Sale encrypted(
      EmbeddedPostgres postgres,
      RuntimeBoot.Redis redis,
      Login redisUser,
      RuntimeBoot.Kafka kafka,
      TestAuthority authority)
      throws Exception {
    return create(postgres, "verify-full", redis, redisUser, kafka, row(10), authority);
  }

  private static Sale create(
      EmbeddedPostgres postgres,
      String sslMode,
      RuntimeBoot.Redis redis,
      Login redisUser,
      RuntimeBoot.Kafka kafka,
      SeatMap map,
      @Nullable TestAuthority authority)
      throws Exception {
    String key = "ev_" + UUID.randomUUID().toString().replace("-", "").substring(0, 20);
    provision(postgres, key);
    RuntimeBoot boot =
        new RuntimeBoot(
            "cluster",
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
                sslMode,
                null),
            redis,
            kafka,
            "Sandbox",
            null);
    Optional<Path> certificate = Optional.ofNullable(authority).map(TestAuthority::certificate);
    new Migrations(new Address(boot.postgres(), certificate), PASSWORD, Duration.ofSeconds(10))
        .run();
    Sale sale = new Sale(Folders.state("sale"), boot, onSaleNow());
    sale.write("config/boot.json", JSON.writeValueAsString(boot));
    sale.write("config/live.json", JSON.writeValueAsString(sale.live));
    sale.write("seats/seats.json", JSON.writeValueAsString(map));
    sale.login(
        new RuntimeLogins(
            1,
            new RuntimeLogins.Login(key + "_a", PASSWORD),
            new RuntimeLogins.Login(redisUser.user(), redisUser.password()),
            null));
    if (authority != null) {
      for (String store : List.of("postgres", "redis", "kafka")) {
        sale.write("secrets/" + store + "-ca.crt", authority.pem());
      }
    }
    sale.write("secrets/webhook-secret", WEBHOOK_SECRET);
    for (String name : KEYS) {
      sale.write("secrets/" + name, secret());
    }
    sale.sign(new RuntimeKeys(first(), first(), first(), first(), first()));
    return sale;
  }

  private static List<RuntimeKeys.Key> first() {
    return List.of(new RuntimeKeys.Key(1, secret(), null, null));
  }

  private static String secret() {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    return Base64.getEncoder().encodeToString(secret);
  }

  private static void provision(EmbeddedPostgres postgres, String key) throws SQLException {
    try (Connection connection = postgres.connect(postgres.superuser());
        Statement sql = connection.createStatement()) {
      sql.execute("CREATE ROLE %s_owner LOGIN PASSWORD '%s'".formatted(key, quoted()));
      sql.execute("CREATE ROLE %s_a LOGIN PASSWORD '%s'".formatted(key, quoted()));
      sql.execute("CREATE ROLE %s_b NOLOGIN".formatted(key));
      sql.execute("CREATE SCHEMA %1$s AUTHORIZATION %1$s_owner".formatted(key));
      sql.execute("GRANT USAGE ON SCHEMA %1$s TO %1$s_a, %1$s_b".formatted(key));
      sql.execute("CREATE TABLE %s.onsale_marker (one boolean PRIMARY KEY)".formatted(key));
    }
  }

  private static String quoted() {
    return PASSWORD.replace("'", "''");
  }

  private static RuntimeLive onSaleNow() {
    Instant now = Instant.now();
    return new RuntimeLive(
        1,
        "Aurora",
        new RuntimeLive.Times(
            null,
            null,
            now.minusSeconds(5).toString(),
            now.plus(Duration.ofHours(1)).toString(),
            now.plus(Duration.ofHours(2)).toString(),
            null,
            600,
            null),
        false,
        false,
        new RuntimeLive.Admission(60_000, 1_000, 120, 600),
        new RuntimeLive.Holds(300, 4, true),
        new RuntimeLive.Payment(300, 1_000),
        new RuntimeLive.Limits(20_000, 60_000, 10_000, 100_000),
        List.of(new RuntimeLive.Tier("standard", "KRW", PRICE)),
        null);
  }

  private void write(String file, String content) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Path next = path.resolveSibling(path.getFileName() + ".next");
    Files.writeString(next, content);
    Files.move(next, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  public RuntimeBoot boot() {
    return boot;
  }

  /** From the next process on, reads that may lag go to this host. */
  public Sale withReplica(String host) throws IOException {
    RuntimeBoot.Postgres place = boot.postgres();
    RuntimeBoot.Postgres replicated =
        new RuntimeBoot.Postgres(
            place.host(),
            place.port(),
            place.database(),
            place.schema(),
            place.login(),
            place.owner(),
            place.sslMode(),
            host);
    return boots(replicated, boot.identity(), boot.queueMode(), boot.queueRules());
  }

  /**
   * From the next process on, buyers have to log in and the queue has this mode.
   *
   * @param rules null for none beyond the mode
   */
  public Sale forKnownBuyers(String mode, RuntimeBoot.@Nullable QueueRules rules)
      throws IOException {
    return boots(boot.postgres(), "Required", mode, rules);
  }

  private Sale boots(
      RuntimeBoot.Postgres postgres,
      String identity,
      String mode,
      RuntimeBoot.@Nullable QueueRules rules)
      throws IOException {
    boot =
        new RuntimeBoot(
            boot.clusterId(),
            boot.namespace(),
            boot.name(),
            boot.eventUid(),
            boot.storeKey(),
            identity,
            mode,
            boot.mapDigest(),
            postgres,
            boot.redis(),
            boot.kafka(),
            boot.paymentProvider(),
            rules);
    write("config/boot.json", JSON.writeValueAsString(boot));
    return this;
  }

  /** The cookie that a login would set for somebody with these memberships, for an hour. */
  public String loginCookie(String subject, String... memberships) {
    return loginCookie(subject, Set.of(), Set.of(memberships));
  }

  /** As the other, for somebody who has these roles. */
  public String loginCookie(String subject, Set<String> roles, Set<String> memberships) {
    byte[] key = Base64.getDecoder().decode(keys().identity().getFirst().key());
    String event = boot.clusterId() + "/" + boot.eventUid();
    return Identities.COOKIE
        + "="
        + new IdentityTokens(KeyRing.of(key), event)
            .issue(
                new IdentityTokens.Proven(
                    "https://issuer.example",
                    subject,
                    roles,
                    memberships,
                    Instant.now().plus(Duration.ofHours(1))));
  }

  /** Changes {@code token-keys.json}, as the operator does when keys rotate. */
  public void sign(RuntimeKeys changed) throws IOException {
    keys = changed;
    write("secrets/token-keys.json", JSON.writeValueAsString(changed));
  }

  /** What {@code token-keys.json} says. */
  public RuntimeKeys keys() {
    return Objects.requireNonNull(keys, "written when the sale is made");
  }

  /** Where {@code ONSALE_CONFIG_DIR} would point. */
  public Path folder() {
    return folder;
  }

  /** Changes {@code live.json}, as the operator does when the event's spec is edited. */
  public void configure(UnaryOperator<RuntimeLive> change) throws IOException {
    live = change.apply(live);
    write("config/live.json", JSON.writeValueAsString(live));
  }

  /** Changes {@code logins.json}, as the operator does when logins rotate. */
  public void login(RuntimeLogins changed) throws IOException {
    logins = changed;
    write("secrets/logins.json", JSON.writeValueAsString(changed));
  }

  /** Writes a file beside {@code logins.json}, as a certificate. */
  public void secret(String name, String content) throws IOException {
    write("secrets/" + name, content);
  }

  /** What {@code logins.json} says. */
  public RuntimeLogins logins() {
    return Objects.requireNonNull(logins, "written when the sale is made");
  }

  /** Another pool to the event's schema, closed with the sale. */
  public Database database(int connections) {
    Database database =
        Database.open(
            "test",
            new Address(boot.postgres(), Optional.empty()),
            new RuntimeLogins.Login(boot.postgres().login(), PASSWORD),
            connections,
            null);
    open.add(database::close);
    return database;
  }

  /** Starts one more process on free ports; stopped with the sale. */
  public RuntimeProcess start(String name) {
    RuntimeProcess process = RuntimeProcess.start(this, name, Map.of());
    open.add(process::close);
    return process;
  }

  /** Starts one more process with some of the roles, as {@code ONSALE_ROLES} spells them. */
  public RuntimeProcess start(String name, String roles) {
    RuntimeProcess process = RuntimeProcess.start(this, name, Map.of(Role.VARIABLE, roles));
    open.add(process::close);
    return process;
  }

  /** Starts one more process that goes on answering for a while when it is told to end. */
  public RuntimeProcess start(String name, Duration drain) {
    RuntimeProcess process =
        RuntimeProcess.start(this, name, Map.of("onsale.drain", drain.toMillis() + "ms"));
    open.add(process::close);
    return process;
  }

  /** The same configuration after an edit of the spec. */
  static RuntimeLive nextGeneration(RuntimeLive live) {
    return new RuntimeLive(
        live.generation() + 1,
        live.title(),
        live.times(),
        live.paused(),
        live.settling(),
        live.admission(),
        live.holds(),
        live.payment(),
        live.limits(),
        live.tiers(),
        live.message());
  }

  @Override
  public void close() {
    open.reversed().forEach(Runnable::run);
    Folders.remove(folder);
  }
}
