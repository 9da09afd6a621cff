package dev.onsale.testbed.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import dev.onsale.testbed.process.Folders;
import dev.onsale.testbed.process.StartFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/** Writes images as docker archives, without Docker. */
public final class Archives {
  private Archives() {}

  /** Builds the image into the tar; layers already built are taken from the cache. */
  public static void write(JibContainerBuilder image, String name, Path tar) {
    try {
      build(image, Containerizer.to(TarImage.at(tar).named(name)));
    } catch (InvalidImageReferenceException e) {
      throw new IllegalArgumentException("not the name of an image: " + name, e);
    }
  }

  static void build(JibContainerBuilder image, Containerizer to) {
    Path cache = Folders.create(Folders.cache().resolve("image-layers"));
    try {
      image.containerize(
          to.setBaseImageLayersCache(cache).setApplicationLayersCache(cache).setToolName("onsale"));
    } catch (IOException
        | CacheDirectoryCreationException
        | ExecutionException
        | RegistryException e) {
      throw new StartFailure("cannot build an image: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("interrupted while an image was built", e);
    }
  }
}
