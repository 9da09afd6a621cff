package dev.onsale.booking.identity;

/**
 * Who acts, pseudonymous: safe in events, logs and figures.
 *
 * @param id {@code d_} and 32 hex digits for an anonymous device; stable for one event
 */
public record Buyer(String id) {}
