package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** PostgreSQL 15 or newer. */
@ApiRecord
@ValidationRule(
    value = "self.credentials != 'Provisioned' || has(self.adminSecretRef)",
    message =
        "credentials Provisioned needs adminSecretRef; name the Secret with the administrator's login, or use FromSecret",
    fieldPath = ".adminSecretRef")
public record PostgresStore(
    @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Host name or address.")
        String host,
    @Default("5432") @Min(1) @Max(65535) @JsonPropertyDescription("Port.") Integer port,
    @Required
        @Size(min = 1, max = 63)
        @JsonPropertyDescription("Database; every event gets a schema in it.")
        String database,
    @Size(min = 1, max = 253)
        @JsonPropertyDescription("Host of a read replica, for reads that tolerate lag.")
        @Nullable String replicaHost,
    @JsonPropertyDescription("Encryption of connections.") Tls tls,
    @Default("Provisioned") @JsonPropertyDescription("Where an event's logins come from.")
        Credentials credentials,
    @JsonPropertyDescription(
            "Secret with username and password of a login that may create roles and schemas.")
        @Nullable SecretRef adminSecretRef) {
  public PostgresStore {
    port = Objects.requireNonNullElse(port, 5432);
    tls = Objects.requireNonNullElse(tls, Tls.DISABLED);
    credentials = Objects.requireNonNullElse(credentials, Credentials.Provisioned);
  }
}
