package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who takes the money. */
@ApiRecord
@ValidationRule(
    value = "self.provider != 'Stripe' || has(self.stripe)",
    message = "provider Stripe needs stripe.secretRef; name the Secret",
    fieldPath = ".stripe")
public record PaymentProvider(
    @Default("Sandbox")
        @JsonPropertyDescription("Sandbox charges nobody; Stripe needs payment.stripe.")
        Kind provider,
    @JsonPropertyDescription("For provider Stripe.") @Nullable Stripe stripe,
    @Default("100")
        @Min(1)
        @Max(100000)
        @JsonPropertyDescription("Payments a second that the provider takes from all events.")
        Integer maxPerSecond,
    @Min(0)
        @Max(10)
        @JsonPropertyDescription(
            "Pods that take the provider's webhooks for all events; 0 for none. Absent: 2 for Stripe,"
                + " none for Sandbox.")
        @Nullable Integer webhookReplicas) {
  static final PaymentProvider DEFAULT = new PaymentProvider(Kind.Sandbox, null, 100, null);

  /** So that one may go while a node is drained. */
  private static final int WEBHOOK_PODS = 2;

  public PaymentProvider {
    provider = Objects.requireNonNullElse(provider, Kind.Sandbox);
    maxPerSecond = Objects.requireNonNullElse(maxPerSecond, 100);
  }

  /** How many pods take webhooks. */
  public int webhookPods() {
    return webhookReplicas != null ? webhookReplicas : provider == Kind.Stripe ? WEBHOOK_PODS : 0;
  }

  /** A payment provider we can talk to. */
  public enum Kind {
    Stripe,
    Sandbox,
    Unsupported;

    @JsonCreator
    static Kind of(String name) {
      return Given.name(values(), name, Unsupported);
    }
  }

  /** An account at Stripe. */
  @ApiRecord
  public record Stripe(
      @Required @JsonPropertyDescription("Secret with keys apiKey and webhookSecret.")
          SecretRef secretRef) {}
}
