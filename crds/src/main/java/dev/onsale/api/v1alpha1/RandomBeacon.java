package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Where draws find public randomness. */
@ApiRecord
public record RandomBeacon(
    @Size(max = 6)
        @ValidationRule(
            value = "self.all(url, url.startsWith('https://') || url.startsWith('http://'))",
            message = "drandURLs must begin with https:// or http://; correct them")
        @JsonPropertyDescription(
            "Relays of drand, asked in this order; none means the public ones. What they answer is"
                + " believed by its signature only.")
        List<@Size(min = 1, max = 256) String> drandURLs) {
  /** Run by the League of Entropy and by Cloudflare. */
  private static final List<String> PUBLIC =
      List.of(
          "https://api.drand.sh",
          "https://api2.drand.sh",
          "https://api3.drand.sh",
          "https://drand.cloudflare.com");

  static final RandomBeacon DEFAULT = new RandomBeacon(List.of());

  public RandomBeacon {
    drandURLs = Given.list(drandURLs);
  }

  /** Whom to ask; at least one. */
  public List<String> relays() {
    return drandURLs.isEmpty() ? PUBLIC : drandURLs;
  }
}
