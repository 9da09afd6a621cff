package dev.onsale.booking.config;

import dev.onsale.runtime.RuntimeLogins;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * {@code logins.json}, read again every second. When it changes, everything that follows changes
 * over, one after the other; the generation counts as in force when the last one has. Until then
 * both the old and the new login work, so nothing that runs meanwhile fails.
 */
public final class Logins implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Logins.class);
  private static final long INTERVAL_MILLIS = 1_000;

  private final ConfigFolder folder;
  private final List<LoggedIn> followers = new CopyOnWriteArrayList<>();
  private volatile RuntimeLogins inForce;
  private volatile CountDownLatch stopping = new CountDownLatch(0);
  private boolean failing;

  /** Reads the file once; fails when that first read does. */
  public Logins(ConfigFolder folder) {
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
  public void start() {
    CountDownLatch stop = new CountDownLatch(1);
    stopping = stop;
    Thread.ofVirtual().name("logins").start(() -> keepReading(stop));
  }

  @Override
  public void stop() {
    stopping.countDown();
  }

  @Override
  public boolean isRunning() {
    return stopping.getCount() > 0;
  }

  private void keepReading(CountDownLatch stop) {
    try {
      while (!stop.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
        reread();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void reread() {
    try {
      RuntimeLogins read = folder.logins();
      if (!read.equals(inForce)) {
        followers.forEach(follower -> follower.changeTo(read));
        inForce = read;
        log.info("logins of generation {} in force", read.generation());
      }
      failing = false;
    } catch (RuntimeException e) {
      if (!failing) {
        log.warn(
            "cannot change over from logins of generation {}, they stay in force and it is tried again: {}",
            inForce.generation(),
            e.getMessage());
      }
      failing = true;
    }
  }
}
