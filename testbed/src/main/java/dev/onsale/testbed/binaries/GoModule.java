package dev.onsale.testbed.binaries;

import dev.onsale.testbed.process.Command;
import dev.onsale.testbed.process.StartFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sources of a Go module, downloaded once a machine into Go's own cache: where projects publish
 * files, such as their CRDs, at a version that cannot change.
 *
 * @param sum the module's {@code h1:} checksum, as in a {@code go.sum}
 */
public record GoModule(String path, String version, String sum) {

  private static final Duration LIMIT = Duration.ofMinutes(5);

  /**
   * A file of the module.
   *
   * @throws StartFailure when the module cannot be downloaded, is another one, or lacks the file
   */
  public Path file(String name) {
    String go =
        GoBuild.find()
            .orElseThrow(
                () ->
                    new StartFailure(
                        "there is no Go to download %s with: install Go 1.25 or newer"
                            .formatted(path)));
    String told =
        Command.output(LIMIT, List.of(go, "mod", "download", "-json", path + "@" + version));
    if (!sum.equals(field(told, "Sum"))) {
      throw new StartFailure(
          "%s@%s is not the module that was pinned: its checksum is %s, not %s"
              .formatted(path, version, field(told, "Sum"), sum));
    }
    Path file = Path.of(field(told, "Dir")).resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new StartFailure("%s@%s has no file %s".formatted(path, version, name));
    }
    return file;
  }

  /** Go prints one flat object of strings, one field a line. */
  private static String field(String json, String name) {
    Matcher found = Pattern.compile("\"" + name + "\": \"([^\"]*)\"").matcher(json);
    return found.find() ? found.group(1) : "";
  }
}
