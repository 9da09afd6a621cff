package dev.onsale.operator.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * An event of one cluster. The names of its stores depend on cluster, namespace and name only, so
 * that a deleted and re-created event finds its retained data; the UID tells the two lives apart.
 *
 * @param clusterId UID of the cluster's {@code kube-system} namespace
 * @param uid UID of the TicketEvent
 */
public record EventIdentity(String clusterId, String namespace, String name, String uid) {

  private static final int STORE_KEY_HEX = 20;

  /** {@code cluster/namespace/name}: what names and secrets are derived from. */
  public String path() {
    return clusterId + "/" + namespace + "/" + name;
  }

  /** {@code namespace/name}, for people. */
  public String readableName() {
    return namespace + "/" + name;
  }

  /** Schema, Redis user and key prefix: {@code ev_} and 20 hex digits of SHA-256. */
  public String storeKey() {
    return "ev_" + sha256Hex(path()).substring(0, STORE_KEY_HEX);
  }

  /** Role that owns the schema and migrates it. */
  public String ownerRole() {
    return storeKey() + "_owner";
  }

  /**
   * Role the runtime sells with: rows only, no tables. An event has two, and each rotation uses the
   * other.
   *
   * @param generation counts rotations, from 1
   */
  public String loginRole(int generation) {
    return storeKey() + (generation % 2 == 1 ? "_a" : "_b");
  }

  /** Both login roles; users of Redis and Kafka have the same names. */
  public List<String> loginRoles() {
    return List.of(loginRole(1), loginRole(2));
  }

  private static String sha256Hex(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
