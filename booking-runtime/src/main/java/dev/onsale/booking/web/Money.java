package dev.onsale.booking.web;

/**
 * An amount as the API writes it.
 *
 * @param currency ISO 4217
 * @param amount in minor units of {@code currency}
 */
record Money(String currency, long amount) {}
