package dev.onsale.booking.boundary;

import dev.onsale.booking.identity.Buyer;

/**
 * Who acts in which session; controllers take it as a parameter, which makes the entry token
 * required. The token alone gives nothing: the script that acts looks the session up.
 */
public record Session(Buyer buyer, String id) {}
