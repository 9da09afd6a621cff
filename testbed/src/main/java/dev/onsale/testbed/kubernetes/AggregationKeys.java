package dev.onsale.testbed.kubernetes;

import dev.onsale.testbed.process.Command;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * What the API server needs to hand requests on to an API that somebody else serves: {@code
 * front-proxy.crt} and {@code .key}, by which that server knows it, and {@code client-ca.crt},
 * which must be another authority. Each certificate is its own authority.
 */
final class AggregationKeys {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String DAYS = "7";

  private AggregationKeys() {}

  static void write(Path folder) {
    write(folder, "front-proxy", true);
    write(folder, "client-ca", false);
  }

  private static void write(Path folder, String name, boolean withKey) {
    String password = UUID.randomUUID().toString();
    Path store = folder.resolve(name + ".p12");
    Command.run(
        folder.resolve("keytool.log"),
        LIMIT,
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            name,
            "-dname",
            "CN=" + name,
            "-keyalg",
            "RSA",
            "-keysize",
            "2048",
            "-validity",
            DAYS,
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            password));
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, password.toCharArray());
      Files.writeString(
          folder.resolve(name + ".crt"),
          Pem.text("CERTIFICATE", keys.getCertificate(name).getEncoded()));
      Key key = keys.getKey(name, password.toCharArray());
      if (withKey && key != null) {
        Pem.writeSecret(folder.resolve(name + ".key"), Pem.text("PRIVATE KEY", key.getEncoded()));
      }
      Files.delete(store);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the keys of " + name + " to " + folder, e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("keytool wrote a key store that cannot be read", e);
    }
  }
}
