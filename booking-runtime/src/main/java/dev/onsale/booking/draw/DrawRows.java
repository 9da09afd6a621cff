package dev.onsale.booking.draw;

import dev.onsale.booking.database.Database;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code draw}; its trigger refuses to change what was committed to. */
final class DrawRows {
  private final Database database;
  private final String event;

  /**
   * @param event UID of the TicketEvent: one that is created again draws anew
   */
  DrawRows(Database database, String event) {
    this.database = database;
    this.event = event;
  }

  Optional<DrawRow> read() {
    return database.ask(
        () ->
            database
                .sql()
                .sql(
                    """
                    SELECT encode(secret, 'hex') AS secret, commitment, seed, beacon, signature,
                      previous_signature
                    FROM draw WHERE event_uid = :event
                    """)
                .param("event", event)
                .query(
                    (row, _) ->
                        new DrawRow(
                            row.getString("secret"),
                            row.getString("commitment"),
                            row.getString("seed"),
                            row.getString("beacon"),
                            row.getString("signature"),
                            row.getString("previous_signature")))
                .optional());
  }

  /** Commits to the secret, unless another one was committed to. */
  void commit(byte[] secret) {
    database.ask(
        () ->
            database
                .sql()
                .sql(
                    """
                    INSERT INTO draw (event_uid, secret, commitment)
                    VALUES (:event, decode(:secret, 'hex'), :commitment)
                    ON CONFLICT DO NOTHING
                    """)
                .param("event", event)
                .param("secret", HexFormat.of().formatHex(secret))
                .param("commitment", Lottery.commitment(secret))
                .update());
  }

  /**
   * Publishes the seed, unless one was published.
   *
   * @param round null without a beacon
   */
  void publish(byte[] seed, byte[] beacon, @Nullable BeaconRound round) {
    database.ask(
        () ->
            database
                .sql()
                .sql(
                    """
                    UPDATE draw SET seed = :seed, beacon = :beacon, signature = :signature,
                      previous_signature = :previous, drawn_at = clock_timestamp()
                    WHERE event_uid = :event AND seed IS NULL
                    """)
                .param("event", event)
                .param("seed", HexFormat.of().formatHex(seed))
                .param("beacon", round == null ? null : HexFormat.of().formatHex(beacon))
                .param("signature", round == null ? null : round.signature())
                .param("previous", round == null ? null : round.previousSignature())
                .update());
  }
}
