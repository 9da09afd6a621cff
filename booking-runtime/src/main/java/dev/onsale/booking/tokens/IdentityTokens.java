package dev.onsale.booking.tokens;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a login proved, under the event's own key: a token of the identity provider costs a
 * signature to verify, this one an HMAC.
 */
public final class IdentityTokens {
  /** Browsers keep cookies of 4096 bytes, name and attributes included. */
  private static final int LONGEST = 3_800;

  private static final int MOST_NAMES = 64;

  private final SignedBytes frame;
  private final KeyRing keys;

  /**
   * @param event identifies the event among all events of all clusters
   */
  public IdentityTokens(KeyRing keys, String event) {
    this.keys = keys;
    this.frame = new SignedBytes("identity", keys, event, LONGEST);
  }

  /**
   * Somebody who logged in.
   *
   * @param issuer the identity provider
   * @param subject unique at the issuer
   * @param roles in the provider's words
   * @param memberships in the provider's words
   */
  public record Proven(
      String issuer,
      String subject,
      Set<String> roles,
      Set<String> memberships,
      Instant expiresAt) {

    public Proven {
      roles = Set.copyOf(roles);
      memberships = Set.copyOf(memberships);
    }

    @Override
    public String toString() {
      return "Proven[until " + expiresAt + "]";
    }
  }

  /**
   * A token.
   *
   * @throws IllegalArgumentException if it does not fit into a cookie
   */
  public String issue(Proven who) {
    if (who.roles().size() > MOST_NAMES || who.memberships().size() > MOST_NAMES) {
      throw new IllegalArgumentException(
          "somebody has more than " + MOST_NAMES + " roles or memberships; ask for fewer claims");
    }
    String token = frame.seal(mac -> written(who));
    if (token.length() > LONGEST) {
      throw new IllegalArgumentException(
          "a login of " + token.length() + " characters fits into no cookie; ask for fewer claims");
    }
    return token;
  }

  /** Reads a token; empty when this event did not issue it, and after its end. */
  public Optional<Proven> read(String token) {
    return frame
        .open(token)
        .map(opened -> read(opened.content()))
        .filter(who -> !Expiry.over(who.expiresAt(), keys.clock()));
  }

  private static byte[] written(Proven who) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(who.expiresAt().getEpochSecond());
      out.writeUTF(who.issuer());
      out.writeUTF(who.subject());
      for (Set<String> names : java.util.List.of(who.roles(), who.memberships())) {
        out.writeByte(names.size());
        for (String name : names.stream().sorted().toList()) {
          out.writeUTF(name);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory can be written", e);
    }
    return bytes.toByteArray();
  }

  private static Proven read(ByteBuffer content) {
    byte[] bytes = new byte[content.remaining()];
    content.get(bytes);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      Instant expiresAt = Instant.ofEpochSecond(in.readLong());
      return new Proven(in.readUTF(), in.readUTF(), names(in), names(in), expiresAt);
    } catch (IOException e) {
      throw new IllegalStateException("a signed login cannot be read", e);
    }
  }

  private static Set<String> names(DataInputStream in) throws IOException {
    Set<String> names = new LinkedHashSet<>();
    for (int left = in.readUnsignedByte(); left > 0; left--) {
      names.add(in.readUTF());
    }
    return names;
  }
}
