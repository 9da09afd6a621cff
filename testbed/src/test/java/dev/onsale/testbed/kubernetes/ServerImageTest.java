package dev.onsale.testbed.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.testbed.binaries.KubernetesBinaries;
import dev.onsale.testbed.binaries.Program;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a Docker daemon is given where kindcontainer shall start the API server. */
class ServerImageTest {
  @TempDir private Path folder;

  @Test
  void anImageHoldsTheProgramOfOtherRunsAndNothingElse() throws IOException {
    Path tar = folder.resolve("etcd.tar");

    ServerImage.ETCD.write(tar);

    Map<String, byte[]> archive = entries(Files.newInputStream(tar));
    assertThat(new String(archive.get("manifest.json"), StandardCharsets.UTF_8))
        .contains("\"localhost/onsale/etcd:" + KubernetesBinaries.VERSION + "\"");
    assertThat(new String(archive.get("config.json"), StandardCharsets.UTF_8))
        .contains("PATH=/usr/local/bin")
        .doesNotContain("Entrypoint");
    byte[] layer =
        archive.entrySet().stream()
            .filter(entry -> entry.getKey().endsWith(".tar.gz"))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow();
    Map<String, byte[]> files = entries(new GZIPInputStream(new ByteArrayInputStream(layer)));
    assertThat(files).containsOnlyKeys("usr/local/bin/etcd");
    assertThat(files.get("usr/local/bin/etcd"))
        .isEqualTo(Files.readAllBytes(KubernetesBinaries.path(Program.ETCD)));
  }

  @Test
  void bothAreNamedAsNoRegistryNamesThem() {
    assertThat(ServerImage.values())
        .extracting(ServerImage::imageName)
        .containsExactly(
            "localhost/onsale/etcd:" + KubernetesBinaries.VERSION,
            "localhost/onsale/kube-apiserver:" + KubernetesBinaries.VERSION);
  }

  private static Map<String, byte[]> entries(InputStream tar) throws IOException {
    Map<String, byte[]> entries = new HashMap<>();
    try (TarArchiveInputStream archive = new TarArchiveInputStream(tar)) {
      for (TarArchiveEntry entry = archive.getNextEntry();
          entry != null;
          entry = archive.getNextEntry()) {
        if (entry.isFile()) {
          entries.put(entry.getName(), archive.readAllBytes());
        }
      }
    }
    return entries;
  }
}
