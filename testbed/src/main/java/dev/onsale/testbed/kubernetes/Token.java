package dev.onsale.testbed.kubernetes;

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
    return new Token(secret, "admin", List.of("system:masters"));
  }

  String line() {
    return "%s,%s,%s,\"%s\"".formatted(secret, user, user, String.join(",", groups));
  }
}
