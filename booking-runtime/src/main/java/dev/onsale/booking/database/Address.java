package dev.onsale.booking.database;

import dev.onsale.booking.config.ConfigFolder;
import dev.onsale.runtime.RuntimeBoot;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the event's schema is, and how far the server is trusted.
 *
 * @param authority certificates that sign the server's; empty for those the JVM knows
 */
public record Address(RuntimeBoot.Postgres postgres, Optional<Path> authority) {
  private static final String FILE = "postgres-ca.crt";

  /** As {@code serve} sees it. */
  public static Address of(RuntimeBoot boot, ConfigFolder folder) {
    return new Address(boot.postgres(), folder.certificates(FILE));
  }

  /** The replica, where the platform names one; its certificate is of the same authority. */
  public static Optional<Address> ofReplica(RuntimeBoot boot, ConfigFolder folder) {
    RuntimeBoot.Postgres primary = boot.postgres();
    return Optional.ofNullable(primary.replicaHost())
        .map(
            host ->
                new Address(
                    new RuntimeBoot.Postgres(
                        host,
                        primary.port(),
                        primary.database(),
                        primary.schema(),
                        primary.login(),
                        primary.owner(),
                        primary.sslMode(),
                        null),
                    folder.certificates(FILE)));
  }

  /** As the init container sees it. */
  static Address ofOwner(RuntimeBoot boot, ConfigFolder folder) {
    return new Address(boot.postgres(), folder.ownerCertificates(FILE));
  }

  /** The JDBC address, without user, password and encryption. */
  String url() {
    return "jdbc:postgresql://%s:%d/%s?currentSchema=%s"
        .formatted(postgres.host(), postgres.port(), postgres.database(), postgres.schema());
  }

  /** The driver's properties for encryption. */
  Map<String, String> encryption() {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("sslmode", postgres.sslMode());
    if (postgres.sslMode().equals("verify-full")) {
      authority.ifPresentOrElse(
          file -> properties.put("sslrootcert", file.toString()),
          () -> properties.put("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory"));
    }
    return properties;
  }
}
