package dev.onsale.testbed.binaries;

import org.jspecify.annotations.Nullable;

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
  PAUSE("pause", null, false, "5 seconds");

  private final String fileName;
  private final @Nullable String goPackage;
  private final boolean downloadable;
  private final String buildTime;

  Program(String fileName, @Nullable String goPackage, boolean downloadable, String buildTime) {
    this.fileName = fileName;
    this.goPackage = goPackage;
    this.downloadable = downloadable;
    this.buildTime = buildTime;
  }

  public String fileName() {
    return fileName;
  }

  /** Package in {@code testbed/binaries/kubernetes}; null for {@code testbed/binaries/pause}. */
  @Nullable String goPackage() {
    return goPackage;
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
