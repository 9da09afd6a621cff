package dev.onsale.booking.boundary;

import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.tokens.SessionId;
import java.time.Instant;

/**
 * Who acts in which session; controllers take it as a parameter, which makes the entry token
 * required. The token alone gives nothing: the script that acts looks the session up.
 *
 * @param expiresAt as the token says
 */
public record Session(Buyer buyer, SessionId id, Instant expiresAt) {}
