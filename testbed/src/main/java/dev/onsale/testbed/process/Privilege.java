package dev.onsale.testbed.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whether this process is root, and how to run something as somebody who is not. */
public final class Privilege {
  /** {@code nobody}, who exists on every Linux with this id. */
  public static final int UNPRIVILEGED = 65534;

  private static final boolean ROOT = effectiveUser() == 0;

  private Privilege() {}

  public static boolean isRoot() {
    return ROOT;
  }

  /**
   * The beginning of a command line for programs that refuse to run as root: empty where we are not
   * root. The list may be added to.
   */
  public static List<String> unprivileged() {
    return isRoot()
        ? new ArrayList<>(
            List.of(
                "setpriv",
                "--reuid=" + UNPRIVILEGED,
                "--regid=" + UNPRIVILEGED,
                "--clear-groups",
                "--"))
        : new ArrayList<>();
  }

  private static int effectiveUser() {
    try {
      return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the owner of /proc/self", e);
    }
  }
}
