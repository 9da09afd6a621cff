package dev.onsale.system;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Kills what runs in pods of a local node the hard way: by its process on this machine. */
final class Processes {
  private Processes() {}

  /** Like {@code kill -9} on each process of the pod that knows the pod's name. */
  static void killContainersOf(Pod pod) {
    String name = "POD_NAME=" + pod.getMetadata().getName() + "\0";
    long killed =
        ProcessHandle.allProcesses()
            .filter(process -> environment(process).contains(name))
            .filter(ProcessHandle::destroyForcibly)
            .count();
    if (killed == 0) {
      throw new AssertionError("no process of pod " + pod.getMetadata().getName() + " was found");
    }
  }

  private static String environment(ProcessHandle process) {
    try {
      return Files.readString(
          Path.of("/proc/" + process.pid() + "/environ"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      // it ended meanwhile, or is the kernel's
      return "";
    }
  }
}
