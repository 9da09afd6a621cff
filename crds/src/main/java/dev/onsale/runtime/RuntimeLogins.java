package dev.onsale.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Who a runtime process is at the stores: file {@code logins.json} of the event's Secret. It is
 * re-read while the process runs; one file, so that all of it changes at once.
 *
 * @param generation grows with every rotation; acknowledged in {@code runtime_status} once nothing
 *     of the process uses an older one
 * @param kafka absent where Kafka asks for no login
 */
public record RuntimeLogins(int generation, Login postgres, Login redis, @Nullable Login kafka) {

  /** A user of a store. */
  public record Login(String username, String password) {
    @Override
    public String toString() {
      return "Login[" + username + "]";
    }
  }
}
