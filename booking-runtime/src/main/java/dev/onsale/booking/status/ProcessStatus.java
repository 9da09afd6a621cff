package dev.onsale.booking.status;

import dev.onsale.booking.queue.QueueCounts;
import dev.onsale.booking.seats.InventoryCounts;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a process tells the operator; the columns of {@code runtime_status} in {@code
 * docs/architecture.md}.
 *
 * @param keyGeneration of the logins that everything here uses
 * @param ordersConfirmed counted by the leader only
 * @param drawCommitment of an event's draw, hex; null before, and without a draw
 * @param drawSeed hex; null before registration has closed
 * @param detail what is wrong, for people; empty if nothing is
 */
record ProcessStatus(
    String process,
    long configGeneration,
    long keyGeneration,
    boolean leader,
    String phase,
    InventoryCounts inventory,
    boolean inventoryConsistent,
    QueueCounts queue,
    long ordersConfirmed,
    @Nullable String drawCommitment,
    @Nullable String drawSeed,
    String detail) {

  /** True when the operator should hear of the difference at once. */
  boolean differsFrom(ProcessStatus other) {
    return configGeneration != other.configGeneration
        || keyGeneration != other.keyGeneration
        || leader != other.leader
        || inventoryConsistent != other.inventoryConsistent
        || !Objects.equals(drawCommitment, other.drawCommitment)
        || !Objects.equals(drawSeed, other.drawSeed)
        || !phase.equals(other.phase)
        || !detail.equals(other.detail);
  }
}
