package dev.onsale.operator.postgres;

import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.secrets.Rotation;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an event needs of PostgreSQL.
 *
 * @param mapDigest digest of the seat map the schema's rows refer to
 * @param firstOpening when the first buyer may enter; from then on the map is fixed
 * @param knownMarker what {@code status.data.marker} says; null for an event that never had data
 * @param connectionLimit connections of a DML login at once
 * @param rotation which logins are to be in force
 */
public record SchemaRequest(
    EventIdentity event,
    String mapDigest,
    Instant firstOpening,
    @Nullable String knownMarker,
    int connectionLimit,
    Rotation rotation) {}
