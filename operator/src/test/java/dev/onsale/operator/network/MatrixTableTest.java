package dev.onsale.operator.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MatrixTableTest {

  private static final Path PAGE = Path.of("..", "docs", "network.md");

  /** With {@code -Donsale.write} it is written instead. */
  @Test
  void thePageSaysWhatTheMatrixSays() throws IOException {
    if (System.getProperty("onsale.write") != null) {
      Files.writeString(PAGE, MatrixTable.page());
    }
    assertThat(PAGE).hasContent(MatrixTable.page());
  }
}
