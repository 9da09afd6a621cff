package dev.onsale.booking.status;

import dev.onsale.booking.queue.Lots;
import dev.onsale.booking.queue.WaitingRoom;
import dev.onsale.booking.seats.Inventory;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Where a process's status comes from.
 *
 * @param process the pod's name
 * @param generation of the live configuration in force
 * @param keyGeneration of the logins in force
 * @param leader whether this process leads
 * @param phase as this process believes
 * @param difference between Redis and PostgreSQL, empty if there is none
 */
record StatusSources(
    String process,
    LongSupplier generation,
    LongSupplier keyGeneration,
    BooleanSupplier leader,
    Supplier<String> phase,
    Inventory inventory,
    WaitingRoom waitingRoom,
    Lots lots,
    Supplier<String> difference) {}
