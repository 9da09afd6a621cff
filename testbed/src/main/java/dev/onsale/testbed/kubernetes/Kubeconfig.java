package dev.onsale.testbed.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

/** The file that kubectl and every client read. */
final class Kubeconfig {
  private Kubeconfig() {}

  /**
   * @param certificate PEM of the authority, or of the server itself when it signed its own
   */
  static String text(String server, String certificate, Token token) {
    String authority =
        Base64.getEncoder().encodeToString(certificate.getBytes(StandardCharsets.UTF_8));
    return """
        apiVersion: v1
        kind: Config
        clusters:
          - name: onsale
            cluster: {server: "%s", certificate-authority-data: %s}
        users:
          - name: %s
            user: {token: %s}
        contexts:
          - name: onsale
            context: {cluster: onsale, user: %s}
        current-context: onsale
        """
        .formatted(server, authority, token.user(), token.secret(), token.user());
  }

  /** Writes it readable by its owner only, since it holds a token. */
  static Path write(Path file, String text) {
    try {
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
