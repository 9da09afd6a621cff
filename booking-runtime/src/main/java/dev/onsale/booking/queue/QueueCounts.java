package dev.onsale.booking.queue;

/**
 * The waiting room in figures.
 *
 * @param waiting places given and not yet released
 * @param sessions sessions that live now
 * @param sessionsPeak highest number of sessions ever, counted where they are made
 */
public record QueueCounts(long waiting, int sessions, int sessionsPeak) {}
