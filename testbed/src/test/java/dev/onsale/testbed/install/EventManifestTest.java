package dev.onsale.testbed.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onsale.schedule.Timeline;
import dev.onsale.testbed.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventManifestTest {
  private static final Instant OPENING = Instant.parse("2030-01-01T10:00:00Z");

  @ParameterizedTest
  @CsvSource({"theatre.yaml, 800", "club.yaml, 400", "arena.yaml, 15000"})
  void theSeatsForSaleAreCountedFromTheMap(String file, int sellable) {
    assertThat(example(file).sellable()).isEqualTo(sellable);
  }

  @Test
  void theWholeScheduleMovesToTheOpening() {
    EventManifest event = example("theatre.yaml");
    Timeline before = Timeline.of(event.spec());

    event.openAt(OPENING, Duration.ofSeconds(45));

    Timeline after = Timeline.of(event.spec());
    assertThat(after.onSaleAt()).isEqualTo(OPENING);
    assertThat(after.preScaleAt()).isEqualTo(OPENING.minusSeconds(45));
    assertThat(Duration.between(after.onSaleAt(), after.closesAt()))
        .isEqualTo(Duration.between(before.onSaleAt(), before.closesAt()));
  }

  @Test
  void aHurriedEventKeepsWhatItDoesNotHurry() {
    EventManifest event = example("theatre.yaml");

    event.hurry(1600, 130);

    assertThat(event.spec().queue().admission().maxActive()).isEqualTo(130);
    assertThat(event.spec().holds().timeout()).isEqualTo("30s");
    assertThat(event.spec().holds().maxTicketsPerBuyer())
        .isEqualTo(example("theatre.yaml").spec().holds().maxTicketsPerBuyer());
  }

  @Test
  void aFileWithoutEventIsRefusedByName(@TempDir Path folder) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("map.yaml"), "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n");

    assertThatThrownBy(() -> EventManifest.read(file))
        .isInstanceOf(InstallFailure.class)
        .hasMessageContaining("map.yaml has 0 TicketEvents");
  }

  @Test
  void aMissingFileIsNamed(@TempDir Path folder) {
    assertThatThrownBy(() -> EventManifest.read(folder.resolve("no.yaml")))
        .isInstanceOf(InstallFailure.class)
        .hasMessageContaining("no.yaml");
  }

  private static EventManifest example(String file) {
    return EventManifest.read(Folders.checkout().resolve("examples").resolve(file));
  }
}
