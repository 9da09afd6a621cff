package dev.onsale.testbed.kubernetes;

import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import dev.onsale.testbed.binaries.KubernetesBinaries;
import dev.onsale.testbed.binaries.Program;
import dev.onsale.testbed.image.Archives;
import java.nio.file.Path;
import java.time.Instant;

/** The image of every pod's sandbox container: one static program. */
final class PauseImage {
  private static final String NAME = "localhost/onsale/pause:1";

  private PauseImage() {}

  static void write(Path tar) {
    FileEntriesLayer layer =
        FileEntriesLayer.builder()
            .addEntry(
                KubernetesBinaries.path(Program.PAUSE),
                AbsoluteUnixPath.get("/pause"),
                FilePermissions.fromOctalString("755"),
                Instant.EPOCH)
            .build();
    JibContainerBuilder image =
        Jib.fromScratch().addFileEntriesLayer(layer).setEntrypoint("/pause").setUser("65534");
    Archives.write(image, NAME, tar);
  }
}
