package dev.onsale.testbed.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;

/**
 * The key pair that signs service account tokens, as {@code service-account.key} and {@code .pub}.
 */
final class ServiceAccountKeys {
  private static final int BITS = 2048;

  private ServiceAccountKeys() {}

  static void write(Path folder) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      KeyPair pair = generator.generateKeyPair();
      Pem.writeSecret(
          folder.resolve("service-account.key"),
          Pem.text("PRIVATE KEY", pair.getPrivate().getEncoded()));
      Files.writeString(
          folder.resolve("service-account.pub"),
          Pem.text("PUBLIC KEY", pair.getPublic().getEncoded()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has RSA", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the service account keys to " + folder, e);
    }
  }
}
