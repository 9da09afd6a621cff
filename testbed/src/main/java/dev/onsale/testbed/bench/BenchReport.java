package dev.onsale.testbed.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.onsale.testbed.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A JSON file with one {@link Row} a benchmark, in the order of their names. */
public record BenchReport(List<Row> rows) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  public BenchReport {
    rows = List.copyOf(rows);
  }

  /**
   * The rows of a file; none where there is no file.
   *
   * @throws IOException if the file is no report
   */
  public static BenchReport read(Path file) throws IOException {
    if (!Files.exists(file) || Files.size(file) == 0) {
      return new BenchReport(List.of());
    }
    try {
      return new BenchReport(
          JSON.readValue(Files.readString(file), new TypeReference<List<Row>>() {}));
    } catch (JsonProcessingException e) {
      throw new IOException(
          "%s is no report of ./onsale bench (%s); name another file or remove it"
              .formatted(file, e.getOriginalMessage()),
          e);
    }
  }

  /** With these rows in place of those of the same names; other rows stay. */
  public BenchReport with(Collection<Row> measured) {
    Map<String, Row> byName = new TreeMap<>();
    rows.forEach(row -> byName.put(row.name(), row));
    measured.forEach(row -> byName.put(row.name(), row));
    return new BenchReport(List.copyOf(byName.values()));
  }

  /** Writes the file, and folders above it; a reader never sees half of it. */
  public void write(Path file) throws IOException {
    Folders.createAbove(file.toAbsolutePath());
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(part, JSON.writeValueAsString(rows) + "\n");
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
