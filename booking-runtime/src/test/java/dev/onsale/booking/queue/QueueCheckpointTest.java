package dev.onsale.booking.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.booking.queue.QueueCheckpoint.Door;
import java.util.List;
import org.junit.jupiter.api.Test;

class QueueCheckpointTest {

  @Test
  void aCheckpointReadsBackAsItWasWritten() {
    QueueCheckpoint checkpoint =
        new QueueCheckpoint(77, 5_000, List.of(new Door(900, 400, 350), new Door(0, 1L << 48, 7)));

    assertThat(QueueCheckpoint.of(checkpoint.text())).isEqualTo(checkpoint);
    assertThat(QueueCheckpoint.of("")).isEqualTo(QueueCheckpoint.EMPTY);
  }

  @Test
  void aCheckpointOfOneLaneFromTheVersionBeforeIsRead() {
    assertThat(QueueCheckpoint.of("1 900 400 350 77"))
        .isEqualTo(new QueueCheckpoint(77, 0, List.of(new Door(900, 400, 350))));
  }

  @Test
  void aTextThatIsNoCheckpointIsRefused() {
    assertThatThrownBy(() -> QueueCheckpoint.of("2 1")).hasMessageContaining("'2 1'");
    assertThatThrownBy(() -> QueueCheckpoint.of("2 1 0 5")).hasMessageContaining("'2 1 0 5'");
    assertThatThrownBy(() -> QueueCheckpoint.of("3 1 0")).hasMessageContaining("'3 1 0'");
  }
}
