package dev.onsale.api.v1alpha1;

import static dev.onsale.api.v1alpha1.Changes.Effect.BOOT;
import static dev.onsale.api.v1alpha1.Changes.Effect.IMMUTABLE;
import static dev.onsale.api.v1alpha1.Changes.Effect.LIVE;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Objects;

/** One on-sale, as the event team writes it. */
@ApiRecord
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
        @Size(min = 1, max = 50)
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
