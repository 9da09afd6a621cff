package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The moments of an event, RFC 3339. Order: registrationOpensAt &lt; registrationClosesAt &lt;=
 * onSaleAt &lt; closesAt &lt;= startsAt &lt; endsAt. See {@code dev.onsale.schedule.Timeline}.
 */
@ApiRecord
@ValidationRule(
    value = "has(self.registrationOpensAt) == has(self.registrationClosesAt)",
    message = "registrationOpensAt and registrationClosesAt go together; give both or neither",
    fieldPath = ".registrationOpensAt")
@ValidationRule(
    value =
        "!has(self.registrationOpensAt) || !has(self.registrationClosesAt) || self.registrationOpensAt < self.registrationClosesAt",
    message = "registrationOpensAt must be before registrationClosesAt; move one of them",
    fieldPath = ".registrationOpensAt")
@ValidationRule(
    value = "!has(self.registrationClosesAt) || self.registrationClosesAt <= self.onSaleAt",
    message = "registrationClosesAt must not be after onSaleAt; move one of them",
    fieldPath = ".registrationClosesAt")
@ValidationRule(
    value = "self.onSaleAt < self.closesAt",
    message = "closesAt must be after onSaleAt; move one of them",
    fieldPath = ".closesAt")
@ValidationRule(
    value = "self.closesAt <= self.startsAt",
    message = "closesAt must not be after startsAt; move one of them",
    fieldPath = ".closesAt")
@ValidationRule(
    value = "!has(self.endsAt) || self.startsAt < self.endsAt",
    message = "endsAt must be after startsAt; move it or leave it out",
    fieldPath = ".endsAt")
public record Schedule(
    @Moment @JsonPropertyDescription("From then on buyers register; needed by queue.mode Draw.")
        @Nullable String registrationOpensAt,
    @Moment @JsonPropertyDescription("Until then buyers register; needed by queue.mode Draw.")
        @Nullable String registrationClosesAt,
    @Required @Moment @JsonPropertyDescription("When the sale opens for everybody.")
        String onSaleAt,
    @Required @Moment @JsonPropertyDescription("When the sale ends.") String closesAt,
    @Required @Moment @JsonPropertyDescription("When the performance begins.") String startsAt,
    @Moment @JsonPropertyDescription("When it is over; absent: 12 hours after startsAt.")
        @Nullable String endsAt,
    @Default("UTC")
        @ValidationRule(
            value = "timestamp('2027-01-01T00:00:00Z').getFullYear(self) > 0",
            message = "timeZone must be a name of the IANA data base, such as Asia/Seoul or UTC")
        @Pattern("^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}$")
        @Size(min = 1, max = 64)
        @JsonPropertyDescription("The venue's time zone (IANA), for display only.")
        String timeZone) {
  public Schedule {
    timeZone = Objects.requireNonNullElse(timeZone, "UTC");
  }
}
