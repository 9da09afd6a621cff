package dev.onsale.booking.payments;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A provider with a time limit per call and a bounded number of repetitions with jitter, which the
 * keys make harmless.
 */
public final class PatientProvider implements PaymentProvider {
  private static final int TRIES = 3;
  private static final long PAUSE_MILLIS = 100;
  private static final Executor THREADS = Thread::startVirtualThread;

  private final PaymentProvider provider;
  private final Duration limit;

  /**
   * @param limit for one call
   */
  public PatientProvider(PaymentProvider provider, Duration limit) {
    this.provider = provider;
    this.limit = limit;
  }

  @Override
  public String name() {
    return provider.name();
  }

  @Override
  public boolean supports(String method) {
    return provider.supports(method);
  }

  @Override
  public PaymentState authorize(String key, String method, long amount, String currency) {
    return patiently(() -> provider.authorize(key, method, amount, currency));
  }

  @Override
  public PaymentState capture(String key) {
    return patiently(() -> provider.capture(key));
  }

  @Override
  public PaymentState cancel(String key) {
    return patiently(() -> provider.cancel(key));
  }

  @Override
  public PaymentState refund(String key) {
    return patiently(() -> provider.refund(key));
  }

  @Override
  public Optional<PaymentState> lookUp(String key) {
    return patiently(() -> provider.lookUp(key));
  }

  @Override
  public void close() {
    provider.close();
  }

  private <T> T patiently(Supplier<T> call) {
    ProviderUnavailableException last = null;
    for (int tried = 0; tried < TRIES; tried++) {
      try {
        if (tried > 0) {
          pause(PAUSE_MILLIS << tried);
        }
        return limited(call);
      } catch (ProviderUnavailableException away) {
        last = away;
      }
    }
    throw Objects.requireNonNull(last);
  }

  private <T> T limited(Supplier<T> call) {
    CompletableFuture<T> answer = CompletableFuture.supplyAsync(call, THREADS);
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new ProviderUnavailableException("no answer within " + limit, late);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new ProviderUnavailableException("failed", failed);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new ProviderUnavailableException("interrupted", stop);
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis / 2 + ThreadLocalRandom.current().nextLong(millis));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new ProviderUnavailableException("interrupted", stop);
    }
  }
}
