package dev.onsale.testbed.kubernetes;

import dev.onsale.testbed.install.Manifests;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** Tells an API server that metrics-server, a process beside it, serves {@code metrics.k8s.io}. */
final class MetricsApi {

  private static final String OBJECTS =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: metrics-server, namespace: kube-system}
      spec: {ports: [{name: https, port: 443, targetPort: 4443}]}
      ---
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata:
        name: metrics-server
        namespace: kube-system
        labels: {kubernetes.io/service-name: metrics-server}
      addressType: IPv4
      ports: [{name: https, port: 4443, protocol: TCP}]
      endpoints: [{addresses: ["%s"]}]
      ---
      apiVersion: apiregistration.k8s.io/v1
      kind: APIService
      metadata: {name: v1beta1.metrics.k8s.io}
      spec:
        group: metrics.k8s.io
        version: v1beta1
        service: {name: metrics-server, namespace: kube-system}
        insecureSkipTLSVerify: true
        groupPriorityMinimum: 100
        versionPriority: 100
      """;

  private MetricsApi() {}

  /**
   * @param address of the node, where the process listens
   */
  static void register(KubernetesClient client, String address) {
    Manifests.apply(client, Manifests.parse(OBJECTS.formatted(address), "the metrics API"));
  }

  static boolean knows(KubernetesClient client, String node) {
    try {
      return client.raw("/apis/metrics.k8s.io/v1beta1/nodes/" + node) != null;
    } catch (KubernetesClientException e) {
      // not yet: the condition is asked again until the deadline
      return false;
    }
  }
}
