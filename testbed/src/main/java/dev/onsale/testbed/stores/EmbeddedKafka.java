package dev.onsale.testbed.stores;

import dev.onsale.testbed.process.Command;
import dev.onsale.testbed.process.Folders;
import dev.onsale.testbed.process.Guarded;
import dev.onsale.testbed.process.Ports;
import dev.onsale.testbed.process.StartFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka broker with its controller (KRaft) in a JVM and on a class path of its own, which the
 * module {@code testbed/kafka} gathers. Topics are not created by accident.
 */
public final class EmbeddedKafka implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(180);
  private static final String LOOPBACK = "127.0.0.1";
  private static final String CERTIFICATES = "listener.name.l0.ssl.client.auth=required\n";
  private static final String SCRAM =
      """
      sasl.enabled.mechanisms=SCRAM-SHA-512
      listener.name.l0.sasl.enabled.mechanisms=SCRAM-SHA-512
      listener.name.l0.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
      """;

  private final Guarded server;
  private final Map<String, Integer> ports;
  private final @Nullable Security security;

  /**
   * @param admin who may everything by SASL; null where brokers know clients by certificate
   * @param operator the certificate of who may everything; null with SASL
   */
  private record Security(
      TestAuthority authority,
      TestAuthority.Issued issued,
      @Nullable Login admin,
      TestAuthority.@Nullable Issued operator) {

    String protocol() {
      return operator == null ? "SASL_SSL" : "SSL";
    }
  }

  private EmbeddedKafka(Guarded server, Map<String, Integer> ports, @Nullable Security security) {
    this.server = server;
    this.ports = ports;
    this.security = security;
  }

  /** Starts on loopback and on {@code addresses} of this machine, at free ports. */
  public static EmbeddedKafka start(String... addresses) {
    return start((Security) null, addresses);
  }

  /** Starts with SASL_SSL (SCRAM-SHA-512) and an authorizer, on loopback at a free port. */
  public static EmbeddedKafka encrypted(TestAuthority authority, TestAuthority.Issued issued) {
    return start(new Security(authority, issued, new Login("admin", Passwords.next()), null));
  }

  /**
   * Starts with TLS and an authorizer, and asks each client for a certificate of the authority.
   *
   * @param operator the certificate of a client that may everything, issued as {@code operator}
   */
  public static EmbeddedKafka mutual(
      TestAuthority authority, TestAuthority.Issued issued, TestAuthority.Issued operator) {
    return start(new Security(authority, issued, null, operator));
  }

  private static EmbeddedKafka start(@Nullable Security security, String... addresses) {
    List<String> listen = new ArrayList<>(List.of(LOOPBACK));
    listen.addAll(List.of(addresses));
    List<Integer> free = Ports.free(listen.size() + 2);
    Map<String, Integer> ports =
        listen.stream().collect(Collectors.toMap(a -> a, a -> free.get(listen.indexOf(a))));
    Path folder = Folders.state("kafka");
    Path log = Folders.logs().resolve("kafka-" + ports.get(LOOPBACK) + ".log");
    Path properties = folder.resolve("server.properties");
    List<String> command = java("kafka");
    command.addAll(List.of("kafka.Kafka", properties.toString()));
    Guarded server = Guarded.guard(new Guarded.Spec("Kafka", folder, log, "KILL", command));
    EmbeddedKafka kafka = new EmbeddedKafka(server, ports, security);
    try {
      String settings = properties(folder, listen, ports, free.getLast());
      if (security != null) {
        settings = secured(settings, folder, free.getFirst(), free, security);
      }
      Files.writeString(properties, settings);
      format(properties, log, security);
      server.restart();
      server.awaitReady(kafka::answers, START);
    } catch (IOException e) {
      server.close();
      throw new UncheckedIOException("cannot configure Kafka in " + folder, e);
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    return kafka;
  }

  /** {@code host:port} over loopback. */
  public String bootstrapServers() {
    return bootstrapServers(LOOPBACK);
  }

  /**
   * {@code host:port} for clients that reach this machine at one of the addresses it started on.
   */
  public String bootstrapServers(String address) {
    Integer port = ports.get(address);
    if (port == null) {
      throw new IllegalArgumentException(
          "Kafka does not listen on %s, but on %s".formatted(address, ports.keySet()));
    }
    return address + ":" + port;
  }

  /** May everything; null without SASL. */
  public @Nullable Login admin() {
    return security == null ? null : security.admin();
  }

  /**
   * Settings of a client over loopback.
   *
   * @param login for SASL; null without
   */
  public Map<String, Object> client(@Nullable Login login) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
    if (security == null) {
      return settings;
    }
    settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, security.protocol());
    settings.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
    settings.put(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, security.authority().pem());
    if (login != null) {
      settings.put(SaslConfigs.SASL_MECHANISM, "SCRAM-SHA-512");
      settings.put(
          SaslConfigs.SASL_JAAS_CONFIG,
          "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
              .formatted(login.user(), login.password()));
    }
    return settings;
  }

  /** Settings of a client over loopback that shows a certificate. */
  public Map<String, Object> client(TestAuthority.Issued shown) {
    Map<String, Object> settings = client((Login) null);
    settings.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, "PEM");
    settings.put(SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG, text(shown.certificate()));
    settings.put(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, text(shown.key()));
    return settings;
  }

  private Map<String, Object> ofAdmin() {
    TestAuthority.Issued operator = security == null ? null : security.operator();
    return operator == null ? client(admin()) : client(operator);
  }

  public Guarded process() {
    return server;
  }

  /** Kills it as {@code kill -9} does; topics and records stay for {@link #restart}. */
  public void kill() {
    server.kill();
  }

  /** Starts it again on the same data and ports. */
  public void restart() {
    server.restart();
    server.awaitReady(this::answers, START);
  }

  /** Kills it and starts an empty one at the same ports: no topic, no user but the admin's. */
  public void exchange() {
    server.kill();
    Folders.remove(server.folder().resolve("data"));
    format(server.folder().resolve("server.properties"), server.log(), security);
    restart();
  }

  @Override
  public void close() {
    server.close();
  }

  private static String properties(
      Path folder, List<String> addresses, Map<String, Integer> ports, int controllerPort) {
    String listeners =
        addresses.stream()
            .map(a -> "%s://%s:%d".formatted(listener(addresses, a), a, ports.get(a)))
            .collect(Collectors.joining(","));
    String protocols =
        addresses.stream()
            .map(a -> listener(addresses, a) + ":PLAINTEXT")
            .collect(Collectors.joining(","));
    return """
        process.roles=broker,controller
        node.id=1
        controller.quorum.bootstrap.servers=127.0.0.1:%2$d
        controller.listener.names=CONTROLLER
        inter.broker.listener.name=L0
        listeners=%1$s,CONTROLLER://127.0.0.1:%2$d
        advertised.listeners=%1$s
        listener.security.protocol.map=%3$s,CONTROLLER:PLAINTEXT
        log.dirs=%4$s
        auto.create.topics.enable=false
        num.network.threads=2
        num.io.threads=2
        group.initial.rebalance.delay.ms=0
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=1
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        transaction.state.log.num.partitions=1
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        share.coordinator.state.topic.num.partitions=1
        """
        .formatted(listeners, controllerPort, protocols, folder.resolve("data"));
  }

  /** Brokers and controller talk in plain on a port of their own. */
  private static String secured(
      String settings, Path folder, int port, List<Integer> free, Security security)
      throws IOException {
    int internal = free.get(free.size() - 2);
    Path store = folder.resolve("server.pem");
    Files.writeString(
        store,
        Files.readString(security.issued().key())
            + Files.readString(security.issued().certificate()));
    String listeners = "L0://%1$s:%2$d,INTERNAL://%1$s:%3$d".formatted(LOOPBACK, port, internal);
    return settings
            .replace("inter.broker.listener.name=L0", "inter.broker.listener.name=INTERNAL")
            .replace("L0://%s:%d".formatted(LOOPBACK, port), listeners)
            .replace("L0:PLAINTEXT", "L0:" + security.protocol() + ",INTERNAL:PLAINTEXT")
        + (security.admin() == null ? CERTIFICATES : SCRAM)
        + """
        ssl.keystore.type=PEM
        ssl.keystore.location=%s
        ssl.truststore.type=PEM
        ssl.truststore.location=%s
        authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
        super.users=User:%s;User:ANONYMOUS
        """
            .formatted(
                store,
                security.authority().certificate(),
                security.admin() == null ? "CN=operator" : security.admin().user());
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static String listener(List<String> addresses, String address) {
    return "L" + addresses.indexOf(address);
  }

  private static void format(Path properties, Path log, @Nullable Security security) {
    List<String> command = java("format");
    command.addAll(
        List.of("kafka.tools.StorageTool", "format", "--standalone", "-c", properties.toString()));
    command.addAll(List.of("-t", Uuid.randomUuid().toString()));
    Login admin = security == null ? null : security.admin();
    if (admin != null) {
      command.add("--add-scram");
      command.add("SCRAM-SHA-512=[name=%s,password=%s]".formatted(admin.user(), admin.password()));
    }
    Command.run(log, START, command);
  }

  /** A JVM for a short or small life: serial collector, first compiler, classes from an archive. */
  private static List<String> java(String archive) {
    Path libraries = Folders.checkout().resolve("testbed/kafka/target/lib");
    if (!Files.isDirectory(libraries)) {
      throw new StartFailure(
          "Kafka's jars are not in %s: build the module testbed/kafka first (./onsale does)"
              .formatted(libraries));
    }
    Path archives = Folders.create(Folders.cache().resolve("class-archives"));
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+AutoCreateSharedArchive",
            "-XX:SharedArchiveFile=" + archives.resolve("kafka-4.3.1-" + archive + ".jsa"),
            "-Xlog:cds=off",
            "-Xlog:cds+dynamic=off",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-cp",
            libraries + "/*"));
  }

  private boolean answers() {
    // a client costs more than a look at the port
    if (!Ports.answers(
        LOOPBACK, Objects.requireNonNull(ports.get(LOOPBACK), "it listens on loopback"))) {
      return false;
    }
    Map<String, Object> configuration = new HashMap<>(ofAdmin());
    configuration.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000);
    configuration.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 2_000);
    try (Admin admin = Admin.create(configuration)) {
      return !admin.describeCluster().nodes().get(3, TimeUnit.SECONDS).isEmpty();
    } catch (ExecutionException | TimeoutException e) {
      // not yet: the condition is asked again until the deadline
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
