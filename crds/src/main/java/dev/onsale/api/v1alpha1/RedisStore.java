package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Redis 6.2 or newer, or Valkey. */
@ApiRecord
@ValidationRule(
    value = "self.credentials != 'Provisioned' || has(self.adminSecretRef)",
    message =
        "credentials Provisioned needs adminSecretRef; name the Secret with the administrator's login, or use FromSecret",
    fieldPath = ".adminSecretRef")
@ValidationRule(
    value = "(self.mode == 'Sentinel') == has(self.sentinel)",
    message =
        "sentinel belongs to mode Sentinel; name its master for Sentinel, and leave it out otherwise",
    fieldPath = ".sentinel")
@ValidationRule(
    value = "self.mode != 'Standalone' || size(self.endpoints) == 1",
    message =
        "mode Standalone has exactly one endpoint; give one, or set mode to Sentinel or Cluster",
    fieldPath = ".endpoints")
public record RedisStore(
    @Default("Standalone") @JsonPropertyDescription("How it is deployed.") Mode mode,
    @Required
        @Size(min = 1, max = 32)
        @JsonPropertyDescription("host:port of the server, the sentinels, or cluster nodes.")
        List<@Pattern("^[^\\s,:]+:[0-9]{1,5}$") @Size(min = 3, max = 260) String> endpoints,
    @JsonPropertyDescription("For mode Sentinel.") @Nullable Sentinel sentinel,
    @JsonPropertyDescription("Encryption of connections.") Tls tls,
    @Default("Provisioned") @JsonPropertyDescription("Where an event's user comes from.")
        Credentials credentials,
    @JsonPropertyDescription("Secret with username and password of an administrator.")
        @Nullable SecretRef adminSecretRef) {
  public RedisStore {
    mode = Objects.requireNonNullElse(mode, Mode.Standalone);
    endpoints = Given.list(endpoints);
    tls = Objects.requireNonNullElse(tls, Tls.DISABLED);
    credentials = Objects.requireNonNullElse(credentials, Credentials.Provisioned);
  }

  /** Deployment of Redis. */
  public enum Mode {
    Standalone,
    Sentinel,
    Cluster,
    Unsupported;

    @JsonCreator
    static Mode of(String name) {
      return Given.name(values(), name, Unsupported);
    }
  }

  /** What sentinels watch. */
  @ApiRecord
  public record Sentinel(
      @Required
          @Size(min = 1, max = 128)
          @JsonPropertyDescription("Name of the master that the sentinels watch.")
          String masterName) {}
}
