package dev.onsale.testbed.kubernetes;

import dev.onsale.testbed.process.Privilege;
import dev.onsale.testbed.process.StartFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;

/** What a machine needs for a local node, told all at once and with the package's name. */
final class Requirements {
  private static final Map<String, String> PACKAGES = new LinkedHashMap<>();

  static {
    PACKAGES.put("containerd", "containerd");
    PACKAGES.put("ctr", "containerd");
    PACKAGES.put("runc", "runc");
    PACKAGES.put("iptables", "iptables");
    PACKAGES.put("conntrack", "conntrack");
    PACKAGES.put("ip", "iproute2");
    PACKAGES.put("unshare", "util-linux");
    PACKAGES.put("nsenter", "util-linux");
    PACKAGES.put("mount", "mount");
  }

  private Requirements() {}

  /**
   * @throws StartFailure naming everything that is missing
   */
  static void check() {
    if (!Privilege.isRoot()) {
      throw new StartFailure(
          "a local node needs root (namespaces, mounts, a network link): run as root,"
              + " or use a cluster of yours with --context");
    }
    SequencedSet<String> missing = new LinkedHashSet<>();
    PACKAGES.forEach(
        (program, debian) -> {
          if (!installed(program)) {
            missing.add(debian);
          }
        });
    if (!Files.isExecutable(Path.of("/usr/lib/cni/bridge"))) {
      missing.add("containernetworking-plugins");
    }
    if (!missing.isEmpty()) {
      throw new StartFailure(
          "a local node needs more of this machine: apt-get install " + String.join(" ", missing));
    }
  }

  private static boolean installed(String program) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("") + ":/usr/sbin:/sbin";
    return Stream.of(path.split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
