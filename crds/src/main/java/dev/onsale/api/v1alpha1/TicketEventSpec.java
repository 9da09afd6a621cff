package dev.onsale.api.v1alpha1;

import static dev.onsale.api.v1alpha1.Changes.Effect.BOOT;
import static dev.onsale.api.v1alpha1.Changes.Effect.IMMUTABLE;
import static dev.onsale.api.v1alpha1.Changes.Effect.LIVE;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Objects;

/** One on-sale, as the event team writes it. */
@ApiRecord
@ValidationRule(
    value =
        "!has(self.seating.sections) || self.seating.sections.all(s, self.tiers.exists(t, t.name == s.tier))",
    message =
        "seating.sections names a tier that spec.tiers does not have; add the tier or correct the name",
    fieldPath = ".seating.sections")
@ValidationRule(
    value = "self.buyers.identity != 'Anonymous' || self.queue.mode == 'Fifo'",
    message =
        "buyers.identity Anonymous works only with queue.mode Fifo; set queue.mode to Fifo or buyers.identity to Required",
    fieldPath = ".buyers.identity")
@ValidationRule(
    value =
        "self.buyers.identity != 'Anonymous' || !has(self.queue.priority) || size(self.queue.priority) == 0",
    message =
        "queue.priority needs memberships, which anonymous buyers do not have; set buyers.identity to Required or remove queue.priority",
    fieldPath = ".queue.priority")
@ValidationRule(
    value =
        "self.queue.mode != 'Draw' || (has(self.schedule.registrationOpensAt) && has(self.schedule.registrationClosesAt))",
    message =
        "queue.mode Draw needs a registration window; set schedule.registrationOpensAt and schedule.registrationClosesAt",
    fieldPath = ".queue.mode")
@ValidationRule(
    value =
        "!has(self.queue.priority) || !has(self.schedule.registrationClosesAt) || self.queue.priority.all(p, self.schedule.onSaleAt - duration(p.opensBefore) >= self.schedule.registrationClosesAt)",
    message =
        "queue.priority opens before registration closes; shorten opensBefore or move schedule.registrationClosesAt",
    fieldPath = ".queue.priority")
@ValidationRule(
    value = "duration(self.holds.timeout) <= duration(self.queue.admission.sessionTimeout)",
    message =
        "holds.timeout must not exceed queue.admission.sessionTimeout; shorten the one or lengthen the other",
    fieldPath = ".holds.timeout")
@ValidationRule(
    value =
        "!has(self.seating.allotments) || self.seating.allotments.all(a, !has(a.releaseAt) || a.releaseAt < self.schedule.closesAt)",
    message =
        "seating.allotments.releaseAt must be before schedule.closesAt; move it or leave it out",
    fieldPath = ".seating.allotments")
public record TicketEventSpec(
    @Changes(IMMUTABLE) @JsonPropertyDescription("The platform whose stores and providers it uses.")
        PlatformRef platformRef,
    @Changes(LIVE) @Required @Size(min = 1, max = 200) @JsonPropertyDescription("What buyers read.")
        String title,
    @Changes(LIVE) @Required @JsonPropertyDescription("When things happen.") Schedule schedule,
    @Changes(IMMUTABLE) @Required @JsonPropertyDescription("Seats and standing room.")
        Seating seating,
    @Changes(IMMUTABLE)
        @Required
        @KeyedBy("name")
        @Size(min = 1, max = 50)
        @ValidationRule(
            value = "self.all(t, t.price.currency == self[0].price.currency)",
            message = "all tiers must have one currency; give every price the same")
        @JsonPropertyDescription("Prices that sections refer to; one currency.")
        List<Tier> tiers,
    @Changes(IMMUTABLE) @JsonPropertyDescription("Who may buy.") Buyers buyers,
    @JsonPropertyDescription("The waiting room.") Queue queue,
    @Changes(LIVE) @JsonPropertyDescription("Seats reserved while somebody buys.") Holds holds,
    @Changes(LIVE) @JsonPropertyDescription("Paying for an order.") Payment payment,
    @Changes(LIVE) @JsonPropertyDescription("Giving tickets back.") Refunds refunds,
    @Changes(LIVE) @JsonPropertyDescription("Requests a minute of one identity.") Limits limits,
    @Changes(LIVE) @JsonPropertyDescription("Who may look behind the curtain.") Access access,
    @Changes(LIVE) @JsonPropertyDescription("Offers of seats that come back.")
        WaitingList waitingList,
    @Changes(LIVE) @JsonPropertyDescription("Handing tickets on.") Transfers transfers,
    @Changes(LIVE) @JsonPropertyDescription("A test for robots before joining.")
        Challenge challenge,
    @Changes(LIVE) @JsonPropertyDescription("When personal data is erased.") Privacy privacy,
    @Changes(BOOT)
        @Default("Single")
        @JsonPropertyDescription(
            "Single: one Deployment does everything; Split: queue, booking and worker apart.")
        Topology topology,
    @Changes(LIVE) @JsonPropertyDescription("How many pods.") Scaling scaling,
    @Changes(LIVE) @JsonPropertyDescription("How the pages look.") Theme theme,
    @Changes(LIVE)
        @Default("Retain")
        @JsonPropertyDescription(
            "What happens to sales data when the event is deleted: Retain keeps it, Delete drops it.")
        DeletionPolicy deletionPolicy,
    @Changes(LIVE)
        @Default("false")
        @JsonPropertyDescription("Stops admission; who is inside may finish.")
        Boolean paused) {
  public TicketEventSpec {
    platformRef = Objects.requireNonNullElse(platformRef, PlatformRef.DEFAULT);
    tiers = Given.list(tiers);
    buyers = Objects.requireNonNullElse(buyers, Buyers.DEFAULT);
    queue = Objects.requireNonNullElse(queue, Queue.DEFAULT);
    holds = Objects.requireNonNullElse(holds, Holds.DEFAULT);
    payment = Objects.requireNonNullElse(payment, Payment.DEFAULT);
    refunds = Objects.requireNonNullElse(refunds, Refunds.DEFAULT);
    limits = Objects.requireNonNullElse(limits, Limits.DEFAULT);
    access = Objects.requireNonNullElse(access, Access.NOBODY);
    waitingList = Objects.requireNonNullElse(waitingList, WaitingList.DEFAULT);
    transfers = Objects.requireNonNullElse(transfers, Transfers.DEFAULT);
    challenge = Objects.requireNonNullElse(challenge, Challenge.DEFAULT);
    privacy = Objects.requireNonNullElse(privacy, Privacy.DEFAULT);
    topology = Objects.requireNonNullElse(topology, Topology.Single);
    scaling = Objects.requireNonNullElse(scaling, Scaling.DEFAULT);
    theme = Objects.requireNonNullElse(theme, Theme.DEFAULT);
    deletionPolicy = Objects.requireNonNullElse(deletionPolicy, DeletionPolicy.Retain);
    paused = Objects.requireNonNullElse(paused, false);
  }
}
