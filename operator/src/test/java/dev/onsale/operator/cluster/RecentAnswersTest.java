package dev.onsale.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentAnswersTest {

  private final AtomicLong now = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();
  private final RecentAnswers<String, String> answers =
      new RecentAnswers<>(Duration.ofSeconds(2), now::get);

  @Test
  void anAnswerCountsForAMomentAndIsThenAskedForAgain() {
    assertThat(answers.get("a", this::answer)).isEqualTo("a 1");
    now.addAndGet(Duration.ofMillis(1999).toNanos());
    assertThat(answers.get("a", this::answer)).isEqualTo("a 1");
    now.addAndGet(Duration.ofMillis(2).toNanos());
    assertThat(answers.get("a", this::answer)).isEqualTo("a 2");
  }

  @Test
  void everyKeyHasAnAnswerOfItsOwn() {
    answers.get("a", this::answer);

    assertThat(answers.get("b", this::answer)).isEqualTo("b 2");
  }

  @Test
  void whatIsNotThereIsAskedForEachTime() {
    assertThat(answers.get("a", _ -> null)).isNull();

    assertThat(answers.get("a", this::answer)).isEqualTo("a 1");
  }

  private String answer(String key) {
    return key + " " + asked.incrementAndGet();
  }
}
