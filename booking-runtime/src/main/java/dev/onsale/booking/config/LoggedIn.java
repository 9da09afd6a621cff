package dev.onsale.booking.config;

import dev.onsale.runtime.RuntimeLogins;

/** What is logged in to a store and can change over to another login while it is used. */
public interface LoggedIn {

  /**
   * Proves the new login, uses it for everything new, and returns once nothing uses the old one.
   * Called by one thread at a time; a login already in use costs nothing.
   *
   * @throws RuntimeException when the store does not take the login; the old one stays in use
   */
  void changeTo(RuntimeLogins logins);
}
