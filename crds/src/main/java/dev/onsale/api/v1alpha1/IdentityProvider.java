package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An OpenID Connect provider. */
@ApiRecord
public record IdentityProvider(
    @Required
        @Pattern("^https?://.+$")
        @Size(max = 512)
        @JsonPropertyDescription("Issuer URL, as in the tokens.")
        String issuer,
    @Required @Size(min = 1, max = 256) @JsonPropertyDescription("Audience that tokens must name.")
        String audience,
    @JsonPropertyDescription("The client for browser logins.") @Nullable Client client,
    @Default("roles") @Size(min = 1, max = 128) @JsonPropertyDescription("Claim that lists roles.")
        String rolesClaim,
    @Default("memberships")
        @Size(min = 1, max = 128)
        @JsonPropertyDescription("Claim that lists memberships.")
        String membershipsClaim) {
  public IdentityProvider {
    rolesClaim = Objects.requireNonNullElse(rolesClaim, "roles");
    membershipsClaim = Objects.requireNonNullElse(membershipsClaim, "memberships");
  }

  /** A confidential client. */
  @ApiRecord
  public record Client(
      @Required @JsonPropertyDescription("Secret with keys clientId and clientSecret.")
          SecretRef secretRef) {}
}
