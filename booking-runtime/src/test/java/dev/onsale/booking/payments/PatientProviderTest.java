package dev.onsale.booking.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PatientProviderTest {
  private final AtomicInteger calls = new AtomicInteger();

  @Test
  void aProviderThatAnswersAtTheThirdTryIsWaitedFor() {
    PatientProvider provider = patient(() -> calls.incrementAndGet() < 3);

    assertThat(provider.capture("o:1")).isEqualTo(PaymentProvider.PaymentState.CAPTURED);
    assertThat(calls).hasValue(3);
  }

  @Test
  void aProviderThatNeverAnswersIsGivenUpAfterThreeTries() {
    PatientProvider provider = patient(() -> calls.incrementAndGet() > 0);

    assertThatThrownBy(() -> provider.capture("o:1"))
        .isInstanceOf(ProviderUnavailableException.class);
    assertThat(calls).hasValue(3);
  }

  @Test
  void aProviderThatHangsIsNotWaitedForLongerThanItsLimit() {
    CountDownLatch never = new CountDownLatch(1);
    PatientProvider provider =
        patient(
            () -> {
              try {
                never.await();
              } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
              }
              return false;
            });
    long start = System.nanoTime();

    assertThatThrownBy(() -> provider.capture("o:1"))
        .isInstanceOf(ProviderUnavailableException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    never.countDown();
  }

  private static PatientProvider patient(java.util.function.BooleanSupplier away) {
    return new PatientProvider(new Wavering(away), Duration.ofMillis(200));
  }

  private record Wavering(java.util.function.BooleanSupplier away) implements PaymentProvider {
    @Override
    public String name() {
      return "Wavering";
    }

    @Override
    public boolean supports(String method) {
      return true;
    }

    @Override
    public PaymentState authorize(String key, String method, long amount, String currency) {
      return PaymentState.AUTHORIZED;
    }

    @Override
    public PaymentState capture(String key) {
      if (away.getAsBoolean()) {
        throw new ProviderUnavailableException("no", new IllegalStateException());
      }
      return PaymentState.CAPTURED;
    }

    @Override
    public PaymentState cancel(String key) {
      return PaymentState.VOIDED;
    }

    @Override
    public PaymentState refund(String key) {
      return PaymentState.REFUNDED;
    }

    @Override
    public Optional<PaymentState> lookUp(String key) {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }
}
