package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The moments of an event, RFC 3339. Order: registrationOpensAt &lt; registrationClosesAt &lt;=
 * onSaleAt &lt; closesAt &lt;= startsAt &lt; endsAt. See {@code dev.onsale.schedule.Timeline}.
 */
@ApiRecord
public record Schedule(
    @Pattern(ApiTimes.TIME)
        @Size(max = 40)
        @JsonPropertyDescription("From then on buyers register; needed by queue.mode Draw.")
        @Nullable String registrationOpensAt,
    @Pattern(ApiTimes.TIME)
        @Size(max = 40)
        @JsonPropertyDescription("Until then buyers register; needed by queue.mode Draw.")
        @Nullable String registrationClosesAt,
    @Required
        @Pattern(ApiTimes.TIME)
        @Size(max = 40)
        @JsonPropertyDescription("When the sale opens for everybody.")
        String onSaleAt,
    @Required
        @Pattern(ApiTimes.TIME)
        @Size(max = 40)
        @JsonPropertyDescription("When the sale ends.")
        String closesAt,
    @Required
        @Pattern(ApiTimes.TIME)
        @Size(max = 40)
        @JsonPropertyDescription("When the performance begins.")
        String startsAt,
    @Pattern(ApiTimes.TIME)
        @Size(max = 40)
        @JsonPropertyDescription("When it is over; absent: 12 hours after startsAt.")
        @Nullable String endsAt,
    @Default("UTC")
        @Pattern("^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}$")
        @Size(min = 1, max = 64)
        @JsonPropertyDescription("The venue's time zone (IANA), for display only.")
        String timeZone) {
  public Schedule {
    timeZone = Objects.requireNonNullElse(timeZone, "UTC");
  }
}
