package dev.onsale.testbed.binaries;

import java.util.List;
import java.util.stream.Stream;

/** A program the local Kubernetes consists of. */
public enum Program {
  KUBE_APISERVER("kube-apiserver", "k8s.io/kubernetes/cmd/kube-apiserver", true, "4 minutes"),
  KUBE_CONTROLLER_MANAGER(
      "kube-controller-manager", "k8s.io/kubernetes/cmd/kube-controller-manager", true, "1 minute"),
  KUBE_SCHEDULER("kube-scheduler", "k8s.io/kubernetes/cmd/kube-scheduler", true, "10 seconds"),
  KUBELET("kubelet", "k8s.io/kubernetes/cmd/kubelet", true, "20 seconds"),
  KUBE_PROXY("kube-proxy", "k8s.io/kubernetes/cmd/kube-proxy", true, "10 seconds"),
  KUBECTL("kubectl", "k8s.io/kubernetes/cmd/kubectl", true, "20 seconds"),
  ETCD("etcd", "go.etcd.io/etcd/server/v3", false, "10 seconds"),
  /** The sandbox container's only process; ours, so never downloaded. */
  PAUSE("pause", "pause", ".", false, "5 seconds"),
  /** What autoscalers read; only where it is asked for. */
  METRICS_SERVER(
      "metrics-server-0.9.0",
      "metrics-server",
      "sigs.k8s.io/metrics-server/cmd/metrics-server",
      false,
      "2 minutes"),
  /** Reads rule files by Prometheus' own parser; only tests of rules ask for it. */
  PROMRULES("promrules-0.305.1", "promrules", ".", false, "1 minute");

  private final String fileName;
  private final String module;
  private final String goPackage;
  private final boolean downloadable;
  private final String buildTime;

  Program(String fileName, String goPackage, boolean downloadable, String buildTime) {
    this(fileName, "kubernetes", goPackage, downloadable, buildTime);
  }

  Program(
      String fileName, String module, String goPackage, boolean downloadable, String buildTime) {
    this.fileName = fileName;
    this.module = module;
    this.goPackage = goPackage;
    this.downloadable = downloadable;
    this.buildTime = buildTime;
  }

  public String fileName() {
    return fileName;
  }

  /** The folder in {@code testbed/binaries} whose {@code go.mod} pins its version. */
  String module() {
    return module;
  }

  /** The package of that module to build. */
  String goPackage() {
    return goPackage;
  }

  /** Whether it is one of Kubernetes' own programs, which a folder of the user's may hold. */
  boolean ofKubernetes() {
    return module.equals("kubernetes");
  }

  /** What every node consists of. */
  public static List<Program> ofEveryNode() {
    return Stream.of(values())
        .filter(program -> program != METRICS_SERVER && program != PROMRULES)
        .toList();
  }

  /** Whether the Kubernetes project publishes it as a single file with a checksum beside it. */
  boolean downloadable() {
    return downloadable;
  }

  /** About how long a cold build takes on 2 cores, after those before it in this list. */
  String buildTime() {
    return buildTime;
  }
}
