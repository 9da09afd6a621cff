package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Kafka 3.x or newer. */
@ApiRecord
@ValidationRule(
    value =
        "!self.security.protocol.startsWith('Sasl') || self.credentials != 'Provisioned' || has(self.adminSecretRef)",
    message =
        "credentials Provisioned needs adminSecretRef where the protocol asks for a login; name the Secret",
    fieldPath = ".adminSecretRef")
public record KafkaStore(
    @Required
        @Pattern("^[^\\s,:]+:[0-9]{1,5}(,[^\\s,:]+:[0-9]{1,5})*$")
        @Size(min = 1, max = 1024)
        @JsonPropertyDescription("host:port of brokers, separated by commas.")
        String bootstrapServers,
    @JsonPropertyDescription("Encryption and login.") Security security,
    @Default("Provisioned") @JsonPropertyDescription("Where an event's login comes from.")
        Credentials credentials,
    @JsonPropertyDescription("Secret with username and password of an administrator.")
        @Nullable SecretRef adminSecretRef,
    @JsonPropertyDescription("The topics that all events of the platform share.") Topics topics) {
  public KafkaStore {
    security = Objects.requireNonNullElse(security, Security.PLAINTEXT);
    credentials = Objects.requireNonNullElse(credentials, Credentials.Provisioned);
    topics = Objects.requireNonNullElse(topics, Topics.DEFAULT);
  }

  /** How clients talk to brokers. */
  @ApiRecord
  public record Security(
      @Default("Plaintext") @JsonPropertyDescription("Protocol of the listener.") Protocol protocol,
      @Default("ScramSha512") @JsonPropertyDescription("For the Sasl protocols.")
          Mechanism mechanism,
      @JsonPropertyDescription(
              "Secret with key ca.crt; without one the system's authorities count.")
          @Nullable SecretRef caSecretRef) {
    static final Security PLAINTEXT = new Security(Protocol.Plaintext, Mechanism.ScramSha512, null);

    public Security {
      protocol = Objects.requireNonNullElse(protocol, Protocol.Plaintext);
      mechanism = Objects.requireNonNullElse(mechanism, Mechanism.ScramSha512);
    }
  }

  /** A Kafka {@code security.protocol}. */
  public enum Protocol {
    Plaintext("PLAINTEXT"),
    Ssl("SSL"),
    SaslPlaintext("SASL_PLAINTEXT"),
    SaslSsl("SASL_SSL"),
    Unsupported("");

    private final String kafkaName;

    Protocol(String kafkaName) {
      this.kafkaName = kafkaName;
    }

    /** As Kafka's configuration writes it. */
    public String kafkaName() {
      return kafkaName;
    }

    @JsonCreator
    static Protocol of(String name) {
      return Given.name(values(), name, Unsupported);
    }
  }

  /** A Kafka {@code sasl.mechanism}. */
  public enum Mechanism {
    Plain("PLAIN"),
    ScramSha256("SCRAM-SHA-256"),
    ScramSha512("SCRAM-SHA-512"),
    Unsupported("");

    private final String kafkaName;

    Mechanism(String kafkaName) {
      this.kafkaName = kafkaName;
    }

    /** As Kafka's configuration writes it. */
    public String kafkaName() {
      return kafkaName;
    }

    @JsonCreator
    static Mechanism of(String name) {
      return Given.name(values(), name, Unsupported);
    }
  }

  /** How topics are; partitions and copies of existing topics are left as they are. */
  @ApiRecord
  @ValidationRule(
      value = "!has(self.minInSync) || self.minInSync <= self.replication",
      message = "minInSync must not exceed replication; lower it",
      fieldPath = ".minInSync")
  public record Topics(
      @Default("3") @Min(1) @Max(256) @JsonPropertyDescription("Partitions of a topic.")
          Integer partitions,
      @Default("3") @Min(1) @Max(9) @JsonPropertyDescription("Copies of a partition.")
          Integer replication,
      @Min(1)
          @Max(9)
          @JsonPropertyDescription(
              "Copies that must have a record; absent: one less than replication, at least 1.")
          Integer minInSync,
      @Default("168h")
          @Lasts(atLeast = "1m", atMost = "8760h")
          @JsonPropertyDescription("How long records are kept.")
          String retention) {
    static final Topics DEFAULT = new Topics(3, 3, 2, "168h");

    public Topics {
      partitions = Objects.requireNonNullElse(partitions, 3);
      replication = Objects.requireNonNullElse(replication, 3);
      minInSync = Objects.requireNonNullElse(minInSync, Math.max(1, replication - 1));
      retention = Objects.requireNonNullElse(retention, "168h");
    }
  }
}
