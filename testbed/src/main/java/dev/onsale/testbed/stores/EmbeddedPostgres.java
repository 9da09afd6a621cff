package dev.onsale.testbed.stores;

import dev.onsale.testbed.process.Command;
import dev.onsale.testbed.process.Folders;
import dev.onsale.testbed.process.Guarded;
import dev.onsale.testbed.process.Ports;
import dev.onsale.testbed.process.Privilege;
import dev.onsale.testbed.process.StartFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server of its own, as a managed one would be set up: the operator's login may create
 * roles and schemas and is no superuser.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  /** The database that holds the events' schemas. */
  public static final String DATABASE = "onsale";

  private static final Duration START = Duration.ofSeconds(180);
  private static final String LOOPBACK = "127.0.0.1";

  private final Guarded server;
  private final int port;
  private final Login superuser;
  private final Login operator;

  private EmbeddedPostgres(Guarded server, int port, Login superuser, Login operator) {
    this.server = server;
    this.port = port;
    this.superuser = superuser;
    this.operator = operator;
  }

  /** Starts on loopback and on {@code addresses} of this machine, at a free port. */
  public static EmbeddedPostgres start(String... addresses) {
    return start(Ports.free(), addresses);
  }

  /** Starts with TLS only, on loopback at a free port. */
  public static EmbeddedPostgres encrypted(TestAuthority.Issued issued) {
    return start(Ports.free(), issued);
  }

  /**
   * Starts at a given port.
   *
   * @throws StartFailure naming port or log
   */
  public static EmbeddedPostgres start(int port, String... addresses) {
    return start(port, (TestAuthority.Issued) null, addresses);
  }

  private static EmbeddedPostgres start(
      int port, TestAuthority.@Nullable Issued issued, String... addresses) {
    List<String> listen = new ArrayList<>(List.of(LOOPBACK));
    listen.addAll(List.of(addresses));
    Ports.requireFree("PostgreSQL", listen, port);
    Path binaries = PostgresBinaries.folder();
    Path folder = Folders.state("postgres");
    Path log = Folders.logs().resolve("postgres-" + port + ".log");
    Login superuser = new Login("postgres", Passwords.next());
    Guarded server =
        Guarded.guard(
            new Guarded.Spec(
                "PostgreSQL",
                folder,
                log,
                "QUIT",
                command(binaries, folder, port, listen, issued != null)));
    EmbeddedPostgres postgres =
        new EmbeddedPostgres(
            server, port, superuser, new Login("onsale_operator", Passwords.next()));
    try {
      initialise(binaries, folder, log, superuser);
      if (issued != null) {
        encrypt(folder.resolve("data"), issued);
      }
      server.restart();
      postgres.awaitReady();
      postgres.createDatabase();
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    return postgres;
  }

  public String host() {
    return LOOPBACK;
  }

  public int port() {
    return port;
  }

  /** For audits and tests only: the product never gets it. */
  public Login superuser() {
    return superuser;
  }

  /** {@code onsale_operator}: CREATEROLE, CREATE on the database, no superuser. */
  public Login operator() {
    return operator;
  }

  /** JDBC URL of {@link #DATABASE} over loopback, without user and password. */
  public String url() {
    return "jdbc:postgresql://%s:%d/%s".formatted(LOOPBACK, port, DATABASE);
  }

  /** A connection to {@link #DATABASE}; the caller closes it. */
  public Connection connect(Login login) throws SQLException {
    return connect(login, DATABASE);
  }

  /** The server process. */
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

  /** Kills all of it as {@code kill -9} does. */
  public void kill() {
    server.kill();
  }

  /** Stops it cleanly; data stays for {@link #restart}. */
  public void stop() {
    server.stop("INT", Duration.ofSeconds(20));
  }

  /** Starts it again on the same data and port. */
  public void restart() {
    try {
      // a killed postmaster leaves it, and another process may have got its number since
      Files.deleteIfExists(server.folder().resolve("data/postmaster.pid"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove postmaster.pid", e);
    }
    server.restart();
    awaitReady();
  }

  @Override
  public void close() {
    server.close();
  }

  private static void initialise(Path binaries, Path folder, Path log, Login superuser) {
    Path data = folder.resolve("data");
    Path password = folder.resolve("password");
    try {
      Files.createFile(
          password,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(password, superuser.password());
      Files.createDirectory(data);
      if (Privilege.isRoot()) {
        Files.setAttribute(data, "unix:uid", Privilege.UNPRIVILEGED);
        Files.setAttribute(password, "unix:uid", Privilege.UNPRIVILEGED);
      }
      List<String> initdb = Privilege.unprivileged();
      initdb.add(binaries.resolve("bin/initdb").toString());
      initdb.addAll(
          List.of("-D", data.toString(), "-U", superuser.user(), "--pwfile", password.toString()));
      initdb.addAll(List.of("-E", "UTF8", "--locale-provider=builtin", "--locale=C.UTF-8"));
      initdb.addAll(List.of("--auth=scram-sha-256", "--no-sync", "--no-instructions"));
      Command.run(log, START, initdb);
      Files.delete(password);
      Files.writeString(
          data.resolve("pg_hba.conf"),
          """
          # who may connect is decided by the addresses it listens on
          host all all 0.0.0.0/0 scram-sha-256
          """);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare PostgreSQL in " + folder, e);
    }
  }

  private static void encrypt(Path data, TestAuthority.Issued issued) {
    try {
      own(Files.copy(issued.certificate(), data.resolve("server.crt")));
      own(Files.copy(issued.key(), data.resolve("server.key")));
      Files.writeString(data.resolve("pg_hba.conf"), "hostssl all all 0.0.0.0/0 scram-sha-256\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot give PostgreSQL its certificate", e);
    }
  }

  private static void own(Path file) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    if (Privilege.isRoot()) {
      Files.setAttribute(file, "unix:uid", Privilege.UNPRIVILEGED);
    }
  }

  private static List<String> command(
      Path binaries, Path folder, int port, List<String> addresses, boolean ssl) {
    List<String> command = Privilege.unprivileged();
    command.addAll(
        List.of(
            binaries.resolve("bin/postgres").toString(), "-D", folder.resolve("data").toString()));
    for (String setting :
        List.of(
            "listen_addresses=" + String.join(",", addresses),
            "port=" + port,
            "ssl=" + (ssl ? "on" : "off"),
            "unix_socket_directories=",
            "max_connections=300",
            "shared_buffers=128MB",
            "log_line_prefix=%m [%p] %u@%d ")) {
      command.add("-c");
      command.add(setting);
    }
    return command;
  }

  private void awaitReady() {
    server.awaitReady(this::answers, START);
  }

  private boolean answers() {
    try (Connection connection = connect(superuser, "postgres")) {
      return connection.isValid(1);
    } catch (SQLException e) {
      // not yet: the condition is asked again until the deadline
      return false;
    }
  }

  private void createDatabase() {
    try (Connection connection = connect(superuser, "postgres");
        Statement sql = connection.createStatement()) {
      sql.execute(
          "CREATE ROLE onsale_operator LOGIN CREATEROLE NOSUPERUSER PASSWORD '%s'"
              .formatted(operator.password()));
      sql.execute("CREATE DATABASE onsale");
      sql.execute("GRANT CREATE ON DATABASE onsale TO onsale_operator");
    } catch (SQLException e) {
      throw new StartFailure("PostgreSQL refused to create the database; log: " + server.log(), e);
    }
  }

  private Connection connect(Login login, String database) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", login.user());
    properties.setProperty("password", login.password());
    // a server that speaks TLS takes nothing else, and whose it is does not matter here
    properties.setProperty("sslmode", "prefer");
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("socketTimeout", "30");
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d/%s".formatted(LOOPBACK, port, database), properties);
  }
}
