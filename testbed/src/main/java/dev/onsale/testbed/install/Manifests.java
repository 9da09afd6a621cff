package dev.onsale.testbed.install;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads manifests and applies them server-side, as {@code kubectl apply --server-side} does. */
public final class Manifests {
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("onsale-testbed")
          .withForce(true)
          .build();

  private Manifests() {}

  /** The objects of a YAML file, in its order. */
  public static List<GenericKubernetesResource> read(Path file) {
    try {
      return parse(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new InstallFailure("cannot read %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * The objects of YAML documents, in their order.
   *
   * @param source for messages
   */
  public static List<GenericKubernetesResource> parse(String yaml, String source) {
    List<GenericKubernetesResource> objects = new ArrayList<>();
    for (String document : yaml.split("(?m)^---\\s*$")) {
      if (document.lines().allMatch(line -> line.isBlank() || line.strip().startsWith("#"))) {
        continue;
      }
      try {
        objects.add(Serialization.unmarshal(document, GenericKubernetesResource.class));
      } catch (RuntimeException e) {
        throw new InstallFailure(
            "%s is no Kubernetes manifest: %s".formatted(source, e.getMessage()), e);
      }
    }
    return objects;
  }

  /** Applies in order; the first refusal ends it, in the API server's words. */
  public static void apply(KubernetesClient client, List<? extends HasMetadata> objects) {
    for (HasMetadata object : objects) {
      try {
        client.resource(object).patch(APPLY);
      } catch (KubernetesClientException e) {
        throw new InstallFailure(
            "the cluster refused %s %s: %s"
                .formatted(object.getKind(), object.getMetadata().getName(), e.getMessage()),
            e);
      }
    }
  }
}
