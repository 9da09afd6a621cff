package dev.onsale.testbed.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A line of kube-apiserver's static token file.
 *
 * @param user as RBAC sees it
 * @param groups as RBAC sees them
 */
public record Token(String secret, String user, List<String> groups) {
  /** May everything. */
  static Token admin(String secret) {
    return unbounded(secret, "admin");
  }

  /** May everything, under a name of its own. */
  public static Token unbounded(String secret, String user) {
    return new Token(secret, user, List.of("system:masters"));
  }

  /** Writes kube-apiserver's {@code --token-auth-file}. */
  static void write(Path file, List<Token> tokens) {
    try {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(file, tokens.stream().map(Token::line).toList());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  @Override
  public String toString() {
    return user;
  }

  private String line() {
    return "%s,%s,%s,\"%s\"".formatted(secret, user, user, String.join(",", groups));
  }
}
