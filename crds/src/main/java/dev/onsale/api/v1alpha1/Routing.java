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

/** How buyers reach events. */
@ApiRecord
@ValidationRule(
    value = "self.type != 'Ingress' || has(self.ingress)",
    message = "type Ingress needs ingress.className; name an IngressClass",
    fieldPath = ".ingress")
@ValidationRule(
    value = "self.type != 'HTTPRoute' || has(self.httpRoute)",
    message = "type HTTPRoute needs httpRoute.gatewayRef; name a Gateway",
    fieldPath = ".httpRoute")
@ValidationRule(
    value = "self.type == 'None' || has(self.domain)",
    message = "routing needs a domain; set it, or type to None",
    fieldPath = ".domain")
public record Routing(
    @Default("None") @JsonPropertyDescription("What the operator makes; None: you route yourself.")
        Type type,
    @JsonPropertyDescription("For type Ingress.") @Nullable Ingress ingress,
    @JsonPropertyDescription("For type HTTPRoute.") @Nullable HttpRoute httpRoute,
    @Pattern("^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$")
        @Size(min = 1, max = 190)
        @JsonPropertyDescription("Events appear below this domain.")
        @Nullable String domain,
    @JsonPropertyDescription("HTTPS for the domain.") @Nullable Certificate tls,
    @Default("1")
        @Min(0)
        @Max(8)
        @JsonPropertyDescription("Proxies in front whose X-Forwarded-For counts.")
        Integer trustedProxies) {
  static final Routing DEFAULT = new Routing(Type.None, null, null, null, null, 1);

  public Routing {
    type = Objects.requireNonNullElse(type, Type.None);
    trustedProxies = Objects.requireNonNullElse(trustedProxies, 1);
  }

  /** Kind of route. */
  public enum Type {
    Ingress,
    HTTPRoute,
    None,
    Unsupported;

    @JsonCreator
    static Type of(String name) {
      return Given.name(values(), name, Unsupported);
    }
  }

  /** An ingress controller. */
  @ApiRecord
  public record Ingress(
      @Required @Size(min = 1, max = 253) @JsonPropertyDescription("IngressClass to use.")
          String className) {}

  /** A Gateway API route. */
  @ApiRecord
  public record HttpRoute(
      @Required @JsonPropertyDescription("Gateway to attach to.") GatewayRef gatewayRef) {}

  /** A Gateway. */
  @ApiRecord
  public record GatewayRef(
      @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the Gateway.")
          String name,
      @Required @Size(min = 1, max = 63) @JsonPropertyDescription("Namespace of the Gateway.")
          String namespace,
      @Size(min = 1, max = 253) @JsonPropertyDescription("Listener; without one all that match.")
          @Nullable String sectionName) {}

  /** Where the certificate is. */
  @ApiRecord
  public record Certificate(
      @Required
          @Size(min = 1, max = 253)
          @JsonPropertyDescription("TLS Secret for the domain, in each event's namespace.")
          String secretName) {}
}
