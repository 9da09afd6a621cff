package dev.onsale.system;

import dev.onsale.testbed.process.Command;
import dev.onsale.testbed.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a running node would change of this machine: links, addresses, packet filters, mounts,
 * control groups, namespaces, processes and state folders, a line each.
 */
record MachineState(Set<String> lines) {

  /** The machine as it is. */
  static MachineState now() {
    Path script = Folders.checkout().resolve("testbed/test/machine-state");
    return new MachineState(
        Command.output(Duration.ofSeconds(20), List.of("bash", script.toString()))
            .lines()
            .collect(Collectors.toSet()));
  }

  /**
   * The lines that were not there then, without those that plainly belong to somebody else: other
   * nodes by their names, namespaces and cgroups that were never ours.
   */
  Set<String> newOf(List<String> ours) {
    Pattern named =
        Pattern.compile(
            ours.stream()
                .map(name -> Pattern.quote(name) + "(?![-0-9])")
                .collect(Collectors.joining("|")));
    return now().lines().stream()
        .filter(line -> !lines.contains(line))
        .filter(
            line ->
                named.matcher(line).find()
                    || !(line.contains("onsale")
                        || line.startsWith("namespace ")
                        || line.startsWith("cgroup ")))
        .collect(Collectors.toSet());
  }

  /** State folder, link and cgroup, and the namespaces: whatever a line about it would contain. */
  static List<String> namesOfNode(Path folder, String name) throws IOException {
    List<String> names = new ArrayList<>(List.of(folder.toString(), name));
    String inner = Files.readString(folder.resolve("inner")).strip();
    for (String kind : List.of("mnt", "net", "pid", "uts", "ipc")) {
      names.add(Files.readSymbolicLink(Path.of("/proc", inner, "ns", kind)).toString());
    }
    return names;
  }
}
