package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.onsale.schedule.Phase;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operator knows of an event; written on transitions, never per sale. */
@ApiRecord
public record TicketEventStatus(
    @JsonPropertyDescription("Where the event is in its life; derived, for people.")
        @Nullable Phase phase,
    @JsonPropertyDescription("The phase to come.") @Nullable Next next,
    @JsonPropertyDescription("The spec's generation that this status speaks of.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "Ready, SpecValid, DataProvisioned, RuntimeAvailable, Scaled, OpenReady, OnSale,"
                + " InventoryConsistent, RolloutDeferred.")
        List<Condition> conditions,
    @JsonPropertyDescription("Where buyers go.") @Nullable Endpoints endpoints,
    @JsonPropertyDescription("Where the event's data is.") @Nullable Data data,
    @JsonPropertyDescription("The seat map in force.") @Nullable SeatMapInForce seatMap,
    @JsonPropertyDescription("Share of places sold, in steps of 5 %, such as 35%.")
        @Nullable String sold,
    @JsonPropertyDescription("Replica floors in force.") @Nullable ScalingInForce scaling,
    @JsonPropertyDescription("What makes a draw verifiable.") @Nullable Draw draw,
    @JsonPropertyDescription("What can no longer be edited; set once, never unset.")
        @Nullable Frozen frozen) {
  public TicketEventStatus {
    conditions = Given.list(conditions);
  }

  /** Nothing is known yet. */
  public static TicketEventStatus empty() {
    return new TicketEventStatus(
        null, null, null, List.of(), null, null, null, null, null, null, null);
  }

  /** The same with other conditions. */
  public TicketEventStatus withConditions(List<Condition> others) {
    return new TicketEventStatus(
        phase,
        next,
        observedGeneration,
        others,
        endpoints,
        data,
        seatMap,
        sold,
        scaling,
        draw,
        frozen);
  }

  /**
   * @param at RFC 3339
   */
  @ApiRecord
  public record Next(
      @JsonPropertyDescription("The phase to come.") @Nullable Phase phase,
      @JsonPropertyDescription("When it begins.") @Nullable String at) {}

  /** URLs. */
  @ApiRecord
  public record Endpoints(@JsonPropertyDescription("Where buyers go.") @Nullable String buyers) {}

  /** The event's data; its presence means that stores were provisioned once. */
  @ApiRecord
  public record Data(
      @JsonPropertyDescription("Schema in PostgreSQL, and name at the other stores.")
          @Nullable String schema,
      @JsonPropertyDescription("Digest of the marker that says whose data this is.")
          @Nullable String marker,
      @JsonPropertyDescription("Which logins at the stores are in force.") @Nullable Logins logins,
      @Size(max = 100)
          @JsonPropertyDescription(
              "Which token keys are accepted, oldest first; empty while the first ones are.")
          List<TokenKeys> keys) {
    public Data {
      keys = Given.list(keys);
    }
  }

  /** The keys of tokens that were made together. */
  @ApiRecord
  public record TokenKeys(
      @JsonPropertyDescription("Generation of the logins they came with, from 1.")
          @Nullable Integer generation,
      @JsonPropertyDescription("When they were made; absent for the first.")
          @Nullable String since) {}

  /** Which logins are in force; a rotation is over when retired is one less than generation. */
  @ApiRecord
  public record Logins(
      @JsonPropertyDescription("Generation of the logins that pods are told, from 1.")
          @Nullable Integer generation,
      @JsonPropertyDescription("Newest generation whose logins are refused.")
          @Nullable Integer retired,
      @JsonPropertyDescription("Value of annotation onsale.dev/rotate that was carried out last.")
          @Nullable String request) {}

  /** The seat map in force. */
  @ApiRecord
  public record SeatMapInForce(
      @JsonPropertyDescription("SHA-256 over the map, hex.") @Nullable String digest,
      @JsonPropertyDescription("Seats and standing places.") @Nullable Integer seats) {}

  /** Replica floors in force. */
  @ApiRecord
  public record ScalingInForce(
      @JsonPropertyDescription("Floors, such as queue=6,booking=8.") @Nullable String applied,
      @JsonPropertyDescription("When the floors change next.") @Nullable String nextChangeAt) {}

  /** What makes a draw verifiable. */
  @ApiRecord
  public record Draw(
      @JsonPropertyDescription("SHA-256 of the secret, published before registration opens.")
          @Nullable String commitment,
      @JsonPropertyDescription("The seed, once registration has closed.") @Nullable String seed) {}

  /** Since when fields are immutable, RFC 3339. The CRD's rules read it. */
  @ApiRecord
  public record Frozen(
      @JsonPropertyDescription(
              "Since when queue.mode, queue.beacon, queue.priority and buyers are: registration, or"
                  + " pre-scale where there is none.")
          @Nullable String rules,
      @JsonPropertyDescription("Since when seating and tiers are: the first opening.")
          @Nullable String map,
      @JsonPropertyDescription(
              "True while the spec holds a change that came too late: it may be set back, and"
                  + " nothing else is carried out.")
          @Nullable Boolean undo) {}
}
