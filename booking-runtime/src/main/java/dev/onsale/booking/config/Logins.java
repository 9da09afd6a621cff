package dev.onsale.booking.config;

import dev.onsale.booking.lifecycle.Periodic;
import dev.onsale.runtime.RuntimeLogins;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code logins.json}, read again every second. When it changes, everything that follows changes
 * over, one after the other; the generation counts as in force when the last one has. Until then
 * both the old and the new login work, so nothing that runs meanwhile fails.
 */
public final class Logins extends Periodic {
  private static final Logger log = LoggerFactory.getLogger(Logins.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final ConfigFolder folder;
  private final List<LoggedIn> followers = new CopyOnWriteArrayList<>();
  private volatile RuntimeLogins inForce;

  /** Reads the file once; fails when that first read does. */
  public Logins(ConfigFolder folder) {
    super("logins", INTERVAL);
    this.folder = folder;
    this.inForce = folder.logins();
  }

  /** What every follower uses. */
  public RuntimeLogins inForce() {
    return inForce;
  }

  /** To be told of every change from now on; it uses {@link #inForce} already. */
  public <F extends LoggedIn> F tell(F follower) {
    followers.add(follower);
    return follower;
  }

  @Override
  protected void step() {
    RuntimeLogins read = folder.logins();
    if (!read.equals(inForce)) {
      followers.forEach(follower -> follower.changeTo(read));
      inForce = read;
      log.info("logins of generation {} in force", read.generation());
    }
  }

  @Override
  protected void tell(RuntimeException failure) {
    log.warn(
        "cannot change over from logins of generation {}, they stay in force and it is tried again: {}",
        inForce.generation(),
        failure.getMessage());
  }
}
