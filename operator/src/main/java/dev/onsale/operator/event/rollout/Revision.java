package dev.onsale.operator.event.rollout;

import dev.onsale.api.v1alpha1.TicketEventSpec;

/**
 * What an event was last good for: the spec that could be carried out, and the pods in force, which
 * are those of an older spec while a roll waits.
 *
 * @param number grows with every revision of an event
 * @param generation of the event when the spec was last seen
 */
public record Revision(
    String name, long number, long generation, TicketEventSpec spec, Rendering rendering) {}
