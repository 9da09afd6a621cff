package dev.onsale.booking.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class QueueCheckpointTest {

  @Test
  void aCheckpointReadsBackAsItWasWritten() {
    QueueCheckpoint checkpoint = new QueueCheckpoint(900, 400, 350, 77);

    assertThat(QueueCheckpoint.of(checkpoint.text())).isEqualTo(checkpoint);
    assertThat(QueueCheckpoint.of("")).isEqualTo(QueueCheckpoint.EMPTY);
  }

  @Test
  void aTextThatIsNoCheckpointIsRefused() {
    assertThatThrownBy(() -> QueueCheckpoint.of("2 1")).hasMessageContaining("'2 1'");
  }
}
