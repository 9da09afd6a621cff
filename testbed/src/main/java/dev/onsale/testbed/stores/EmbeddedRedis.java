package dev.onsale.testbed.stores;

import dev.onsale.testbed.process.Folders;
import dev.onsale.testbed.process.Guarded;
import dev.onsale.testbed.process.Ports;
import dev.onsale.testbed.process.StartFailure;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Redis server of its own: ACLs in a file, so that they can be persisted; the default user is
 * off; nothing is ever evicted; nothing is written to disk, so a killed Redis comes back empty.
 */
public final class EmbeddedRedis implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(20);

  /** Nodes of a cluster talk among themselves on a port so much above the one for clients. */
  private static final int CLUSTER_BUS = 10_000;

  private static final String LOOPBACK = "127.0.0.1";

  private final Guarded server;
  private final int port;
  private final Shape shape;

  /**
   * @param lines of the configuration beside those that all servers have
   */
  private record Shape(Login admin, boolean tls, List<String> lines) {}

  private EmbeddedRedis(Guarded server, int port, Shape shape) {
    this.server = server;
    this.port = port;
    this.shape = shape;
  }

  /** Starts on loopback and on {@code addresses} of this machine, at a free port. */
  public static EmbeddedRedis start(String... addresses) {
    return start(Ports.free(), addresses);
  }

  /**
   * Starts at a given port.
   *
   * @throws StartFailure naming port or log
   */
  public static EmbeddedRedis start(int port, String... addresses) {
    return start(port, new Shape(newAdmin(), false, List.of("port " + port)), addresses);
  }

  /** Starts with TLS only, at a free port. */
  public static EmbeddedRedis encrypted(TestAuthority authority, TestAuthority.Issued issued) {
    int port = Ports.free();
    return start(
        port,
        new Shape(
            newAdmin(),
            true,
            List.of(
                "port 0",
                "tls-port " + port,
                "tls-auth-clients no",
                "tls-cert-file " + issued.certificate(),
                "tls-key-file " + issued.key(),
                "tls-ca-cert-file " + authority.certificate())));
  }

  /** Starts without a file for its ACLs, at a free port. */
  public static EmbeddedRedis forgetful() {
    int port = Ports.free();
    Login admin = newAdmin();
    return start(
        port,
        new Shape(
            admin,
            false,
            List.of(
                "port " + port,
                "user default off",
                "user %s on >%s ~* &* +@all".formatted(admin.user(), admin.password()))));
  }

  /** A replica with the same administrator. */
  public static EmbeddedRedis replicaOf(EmbeddedRedis master) {
    int port = Ports.free();
    Login admin = master.admin();
    return start(
        port,
        new Shape(
            admin,
            false,
            List.of(
                "port " + port,
                "replicaof %s %d".formatted(master.host(), master.port()),
                "repl-diskless-sync-delay 0",
                "masteruser " + admin.user(),
                "masterauth " + admin.password())));
  }

  /**
   * A node that belongs to no cluster yet.
   *
   * @param admin of the other nodes; null for the first
   */
  static EmbeddedRedis ofCluster(@Nullable Login admin) {
    int port = Ports.freeWith(CLUSTER_BUS);
    return start(
        port,
        new Shape(
            admin == null ? newAdmin() : admin,
            false,
            List.of("port " + port, "cluster-enabled yes", "cluster-node-timeout 3000")));
  }

  private static Login newAdmin() {
    return new Login("admin", Passwords.next());
  }

  private static EmbeddedRedis start(int port, Shape shape, String... addresses) {
    List<String> listen = new ArrayList<>(List.of(LOOPBACK));
    listen.addAll(List.of(addresses));
    Ports.requireFree("Redis", listen, port);
    Path binary = RedisBinary.find();
    Path folder = Folders.state("redis");
    Path log = Folders.logs().resolve("redis-" + port + ".log");
    Path configuration = configure(folder, listen, shape);
    Guarded server =
        Guarded.start(
            new Guarded.Spec(
                "Redis",
                folder,
                log,
                "KILL",
                List.of(binary.toString(), configuration.toString())));
    EmbeddedRedis redis = new EmbeddedRedis(server, port, shape);
    try {
      server.awaitReady(redis::answers, START);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    return redis;
  }

  public String host() {
    return LOOPBACK;
  }

  public int port() {
    return port;
  }

  /** May everything, {@code ACL SAVE} included. */
  public Login admin() {
    return shape.admin();
  }

  /** The admin's URI over loopback; it carries the password, so never print it. */
  public RedisURI uri() {
    return RedisURI.builder()
        .withHost(LOOPBACK)
        .withPort(port)
        .withAuthentication(shape.admin().user(), shape.admin().password().toCharArray())
        .withSsl(shape.tls())
        .withVerifyPeer(false)
        .withTimeout(Duration.ofSeconds(5))
        .build();
  }

  public Guarded process() {
    return server;
  }

  /** Makes it hang: connections stay open, nothing is answered until {@link #resume}. */
  public void pause() {
    server.freeze();
  }

  public void resume() {
    server.thaw();
  }

  /** Writes what it holds to disk: that is what it begins with when it is started again. */
  public void snapshot() {
    RedisClient client = RedisClient.create(uri());
    try (var connection = client.connect()) {
      connection.sync().save();
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  /** Becomes the master, and the one that was so its replica; nobody is disconnected. */
  public void replace(EmbeddedRedis master) {
    RedisClient client = RedisClient.create(uri());
    RedisClient other = RedisClient.create(master.uri());
    try (var replica = client.connect();
        var demoted = other.connect()) {
      replica.sync().replicaofNoOne();
      demoted.sync().replicaof(host(), port);
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
      other.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  /** A replica gets nothing of its master's any more, and may still become one. */
  void fallBehind(EmbeddedRedis master) {
    RedisClient client = RedisClient.create(uri());
    RedisClient other = RedisClient.create(master.uri());
    try (var replica = client.connect();
        var kept = other.connect()) {
      replica.sync().configSet("masterauth", Passwords.next());
      kept.sync().clientKill(KillArgs.Builder.typeSlave());
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
      other.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }

  /** Kills it as {@code kill -9} does: its data is lost. */
  public void kill() {
    server.kill();
  }

  /** Starts it again at the same port, empty, with the saved ACLs. */
  public void restart() {
    server.restart();
    server.awaitReady(this::answers, START);
  }

  @Override
  public void close() {
    server.close();
  }

  private static Path configure(Path folder, List<String> addresses, Shape shape) {
    Path configuration = folder.resolve("redis.conf");
    Path acl = folder.resolve("users.acl");
    Login admin = shape.admin();
    List<String> lines = new ArrayList<>(shape.lines());
    if (lines.stream().noneMatch(line -> line.startsWith("user "))) {
      lines.add("aclfile " + acl);
    }
    try {
      Files.writeString(
          configuration,
          """
          bind %s
          dir %s
          %s
          maxmemory-policy noeviction
          save ""
          appendonly no
          daemonize no
          """
              .formatted(String.join(" ", addresses), folder, String.join("\n", lines)));
      Files.writeString(
          acl,
          """
          user default off resetpass resetkeys resetchannels -@all
          user %s on #%s ~* &* +@all
          """
              .formatted(
                  admin.user(), Digests.sha256(admin.password().getBytes(StandardCharsets.UTF_8))));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot configure Redis in " + folder, e);
    }
    return configuration;
  }

  private boolean answers() {
    // a client costs more than a look at the port
    if (!Ports.answers(LOOPBACK, port)) {
      return false;
    }
    RedisClient client = RedisClient.create(uri());
    try (var connection = client.connect()) {
      return "PONG".equals(connection.sync().ping());
    } catch (RedisException e) {
      // not yet: the condition is asked again until the deadline
      return false;
    } finally {
      client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }
  }
}
