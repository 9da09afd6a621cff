package dev.onsale.testbed;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ThrowingRunnable;

/**
 * What must stay as it is for a time. The first look that finds it otherwise fails; a look that
 * takes long on a busy machine does not, which an upper bound beside Awaitility's {@code during}
 * would.
 */
public final class Steadily {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private Steadily() {}

  /** Looks at it all along the given time. */
  public static void holds(Duration time, ThrowingRunnable assertion) {
    long began = System.nanoTime();
    do {
      try {
        assertion.run();
        TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
      } catch (RuntimeException | Error failed) {
        throw failed;
      } catch (Throwable failed) {
        throw new AssertionError(failed);
      }
    } while (System.nanoTime() - began < time.toNanos());
  }
}
