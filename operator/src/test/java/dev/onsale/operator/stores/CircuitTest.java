package dev.onsale.operator.stores;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.operator.conditions.Reason;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class CircuitTest {

  private static final StoreFailure SILENT = new StoreFailure(Reason.Unreachable, "no answer");

  private final AtomicLong nanos = new AtomicLong();
  private final LongAdder errors = new LongAdder();
  private final Circuit circuit = new Circuit(errors, nanos::get);

  @Test
  void aStoreThatDidNotAnswerIsNotAskedAgainAtOnce() {
    circuit.failed("db", SILENT);
    assertThatThrownBy(() -> circuit.check("db"))
        .isInstanceOf(StoreFailure.class)
        .hasMessage("no answer");
  }

  @Test
  void otherStoresAreAsked() {
    circuit.failed("db", SILENT);
    assertThatCode(() -> circuit.check("other")).doesNotThrowAnyException();
  }

  @Test
  void afterTheRestOneCallerTriesForAll() {
    circuit.failed("db", SILENT);
    nanos.addAndGet(Duration.ofSeconds(5).toNanos());
    assertThatCode(() -> circuit.check("db")).doesNotThrowAnyException();
    assertThatThrownBy(() -> circuit.check("db")).isInstanceOf(StoreFailure.class);
  }

  @Test
  void anAnswerOpensTheWayAtOnce() {
    circuit.failed("db", SILENT);
    circuit.answered("db");
    assertThatCode(() -> circuit.check("db")).doesNotThrowAnyException();
  }

  @Test
  void aRefusalIsAnAnswer() {
    circuit.failed("db", new StoreFailure(Reason.AuthenticationFailed, "wrong password"));
    assertThatCode(() -> circuit.check("db")).doesNotThrowAnyException();
  }
}
