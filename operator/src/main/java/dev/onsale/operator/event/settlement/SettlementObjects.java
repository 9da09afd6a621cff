package dev.onsale.operator.event.settlement;

import dev.onsale.api.v1alpha1.RuntimeImage;
import dev.onsale.api.v1alpha1.TicketEventSpec;
import dev.onsale.api.v1alpha1.TicketPlatformSpec;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.config.JsonFiles;
import dev.onsale.operator.event.dependent.ConfigChild;
import dev.onsale.operator.event.dependent.RuntimeContainer;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.network.EventPolicies;
import dev.onsale.operator.network.Neighbours;
import dev.onsale.operator.secrets.EventKeys;
import dev.onsale.runtime.RuntimeBoot;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The Job that settles, and what it needs. The Job is made first, suspended, and owns the others,
 * so that deleting it deletes all, whenever whoever made them died.
 *
 * @param namespace the operator's own
 */
record SettlementObjects(String namespace, EventIdentity event) {

  static final Duration DEADLINE = Duration.ofMinutes(5);

  private static final String RUNTIME = "onsale-settlement";
  private static final String OF_NAMESPACE = "onsale.dev/settles-namespace";
  private static final String OF_EVENT = "onsale.dev/settles-event";
  private static final int HASH = 10;
  private static final int TRIES = 3;
  private static final Duration KEPT = Duration.ofDays(1);

  /** One for each life of an event: what is left of an earlier one never plays a part. */
  String name() {
    return "%s-settle-%s"
        .formatted(event.name(), JsonFiles.hash(event.path() + event.uid()).substring(0, HASH));
  }

  Job job(RuntimeImage runtime, EventKeys keys) {
    return new JobBuilder()
        .withMetadata(metadata().build())
        .withNewSpec()
        .withSuspend(true)
        .withBackoffLimit(TRIES)
        .withActiveDeadlineSeconds(DEADLINE.toSeconds())
        .withTtlSecondsAfterFinished(Math.toIntExact(KEPT.toSeconds()))
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels())
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withSecurityContext(RuntimeContainer.podSecurity())
        .withInitContainers(container("migrate", "owner", runtime))
        .withContainers(container("settle", "secrets", runtime))
        .withVolumes(
            new VolumeBuilder()
                .withName("config")
                .withNewConfigMap()
                .withName(name())
                .endConfigMap()
                .build(),
            files("owner", keys.ownerFiles().keySet()),
            files("secrets", keys.settlingFiles().keySet()),
            new VolumeBuilder().withName("tmp").withNewEmptyDir().endEmptyDir().build())
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  /** What the Job owns, in the order in which it is to be made. */
  List<HasMetadata> owned(
      Job job,
      RuntimeBoot boot,
      EventKeys keys,
      TicketPlatformSpec platform,
      TicketEventSpec spec) {
    ObjectMeta metadata =
        metadata()
            .addNewOwnerReference()
            .withApiVersion(job.getApiVersion())
            .withKind(job.getKind())
            .withName(job.getMetadata().getName())
            .withUid(job.getMetadata().getUid())
            .endOwnerReference()
            .build();
    Map<String, String> files = new HashMap<>(keys.ownerFiles());
    files.putAll(keys.settlingFiles());
    Optional<HasMetadata> policy =
        EventPolicies.settling(
                metadata, labels(), event.namespace(), new Neighbours(platform, spec, namespace))
            .map(HasMetadata.class::cast);
    return Stream.concat(
            policy.stream(),
            Stream.of(
                new ConfigMapBuilder()
                    .withMetadata(metadata)
                    .addToData(ConfigChild.BOOT, JsonFiles.write(boot))
                    .build(),
                new SecretBuilder()
                    .withMetadata(metadata)
                    .withType("Opaque")
                    .withStringData(files)
                    .build()))
        .toList();
  }

  private Container container(String command, String secrets, RuntimeImage runtime) {
    return RuntimeContainer.running(command, command, runtime.image(), runtime.resources().worker())
        .withVolumeMounts(
            RuntimeContainer.mount("config"),
            RuntimeContainer.mount(secrets),
            RuntimeContainer.temporary())
        .build();
  }

  private Volume files(String volume, Set<String> names) {
    return new VolumeBuilder()
        .withName(volume)
        .withNewSecret()
        .withSecretName(name())
        .withDefaultMode(RuntimeContainer.SECRET_MODE)
        .withItems(names.stream().map(file -> new KeyToPath(file, null, file)).toList())
        .endSecret()
        .build();
  }

  private ObjectMetaBuilder metadata() {
    return new ObjectMetaBuilder().withNamespace(namespace).withName(name()).withLabels(labels());
  }

  /** Not those of an event's objects: an event of that name may live in this namespace, too. */
  private Map<String, String> labels() {
    return Map.of(
        EventLabels.NAME,
        RUNTIME,
        EventLabels.MANAGED_BY,
        EventLabels.OPERATOR,
        OF_NAMESPACE,
        event.namespace(),
        OF_EVENT,
        event.name());
  }
}
