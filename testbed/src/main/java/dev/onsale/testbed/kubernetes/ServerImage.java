package dev.onsale.testbed.kubernetes;

import com.github.dockerjava.api.DockerClient;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import dev.onsale.testbed.binaries.KubernetesBinaries;
import dev.onsale.testbed.binaries.Program;
import dev.onsale.testbed.image.Archives;
import dev.onsale.testbed.process.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;

/** An image with one static program on PATH and nothing else, as kindcontainer calls it. */
enum ServerImage {
  ETCD(Program.ETCD),
  API_SERVER(Program.KUBE_APISERVER);

  private static final String FOLDER = "/usr/local/bin";
  private static boolean loaded;

  private final Program program;

  ServerImage(Program program) {
    this.program = program;
  }

  /** Its name in the daemon: one that no registry has. */
  String imageName() {
    return "localhost/onsale/%s:%s".formatted(program.fileName(), KubernetesBinaries.VERSION);
  }

  /** Writes it as a docker archive. */
  void write(Path tar) {
    FileEntriesLayer layer =
        FileEntriesLayer.builder()
            .addEntry(
                KubernetesBinaries.path(program),
                AbsoluteUnixPath.get(FOLDER).resolve(program.fileName()),
                FilePermissions.fromOctalString("755"),
                Instant.EPOCH)
            .build();
    Archives.write(
        Jib.fromScratch().addFileEntriesLayer(layer).addEnvironmentVariable("PATH", FOLDER),
        imageName(),
        tar);
  }

  /**
   * Brings both to the Docker daemon, once in this JVM, and removes containers of theirs that a
   * killed run left behind: at one daemon one run at a time.
   */
  static synchronized void loadAll() {
    if (loaded) {
      return;
    }
    DockerClient docker = DockerClientFactory.instance().client();
    Stream.of(values()).forEach(image -> image.load(docker));
    docker
        .listContainersCmd()
        .withShowAll(true)
        .withAncestorFilter(Stream.of(values()).map(ServerImage::imageName).toList())
        .exec()
        .forEach(left -> docker.removeContainerCmd(left.getId()).withForce(true).exec());
    loaded = true;
  }

  private void load(DockerClient docker) {
    Path folder = Folders.state("image");
    Path tar = folder.resolve(program.fileName() + ".tar");
    write(tar);
    try (InputStream archive = Files.newInputStream(tar)) {
      docker.loadImageCmd(archive).exec();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + tar, e);
    } finally {
      Folders.remove(folder);
    }
  }
}
