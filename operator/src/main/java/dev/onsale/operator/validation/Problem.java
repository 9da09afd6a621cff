package dev.onsale.operator.validation;

import dev.onsale.operator.conditions.Reason;

/**
 * Something a person must change before the event can go on.
 *
 * @param reason of {@code SpecValid=False}
 * @param message names field, value and fix
 */
public record Problem(Reason reason, String message) {}
