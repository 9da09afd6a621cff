package dev.onsale.booking.draw;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.onsale.booking.lifecycle.Periodic;
import dev.onsale.booking.queue.Lots;
import dev.onsale.booking.queue.SalePhase;
import dev.onsale.draw.BeaconChain;
import dev.onsale.runtime.RuntimeBoot.QueueRules.Beacon;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The draw as this process knows it: read once a second until the seed is there. */
public final class Draw extends Periodic implements Lots {
  private static final Logger log = LoggerFactory.getLogger(Draw.class);
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final DrawRows rows;
  private final @Nullable Beacon beacon;
  private final boolean wanted;
  private volatile @Nullable Known known;

  /**
   * @param seed null until the draw is made
   */
  private record Known(DrawRow row, byte @Nullable [] seed) {}

  /**
   * @param wanted whether lots decide in this event; else nothing is ever read or known
   */
  Draw(DrawRows rows, @Nullable Beacon beacon, boolean wanted) {
    super("draw", INTERVAL);
    this.rows = rows;
    this.beacon = beacon;
    this.wanted = wanted;
  }

  @Override
  public boolean isAutoStartup() {
    return wanted;
  }

  /**
   * What everybody may know. Secret, seed and beacon's values are absent until the draw is made.
   *
   * @param commitment SHA-256 of the secret, hex
   * @param seed SHA-256 of secret and beacon's randomness, hex
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Published(
      String commitment, PublishedBeacon beacon, @Nullable String secret, @Nullable String seed) {}

  /**
   * Public randomness, named in advance.
   *
   * @param source {@code None} or {@code Drand}
   * @param note what its absence means
   * @param randomness SHA-256 of the signature, hex
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record PublishedBeacon(
      String source,
      @Nullable String note,
      @Nullable String chain,
      @Nullable String chainHash,
      @Nullable Long round,
      @Nullable String publishedAt,
      @Nullable String randomness,
      @Nullable String signature,
      @Nullable String previousSignature) {}

  /** What everybody may know; empty until the secret was committed to. */
  public Optional<Published> published() {
    Known now = known;
    if (now == null) {
      return Optional.empty();
    }
    DrawRow row = now.row();
    boolean drawn = row.seed() != null;
    return Optional.of(
        new Published(row.commitment(), beacon(row), drawn ? row.secret() : null, row.seed()));
  }

  @Override
  public Optional<String> commitment() {
    Known now = known;
    return now == null ? Optional.empty() : Optional.of(now.row().commitment());
  }

  @Override
  public OptionalLong number(String identity) {
    Known now = known;
    byte[] seed = now == null ? null : now.seed();
    return seed == null ? OptionalLong.empty() : OptionalLong.of(Lottery.number(seed, identity));
  }

  @Override
  public Optional<String> seed() {
    Known now = known;
    return now == null ? Optional.empty() : Optional.ofNullable(now.row().seed());
  }

  @Override
  public boolean drawn() {
    Known now = known;
    return now != null && now.seed() != null;
  }

  /**
   * For how long the seed has been missing since it could be made: registration has closed, and the
   * beacon's round is published. Zero without a draw.
   */
  Duration overdue(SalePhase phase, Instant now) {
    Instant closes = phase.timeline().registrationClosesAt();
    if (!wanted || drawn() || closes == null) {
      return Duration.ZERO;
    }
    Instant round =
        beacon == null ? closes : BeaconChain.valueOf(beacon.chain()).publishedAt(beacon.round());
    Duration late = Duration.between(round.isAfter(closes) ? round : closes, now);
    return late.isNegative() ? Duration.ZERO : late;
  }

  @Override
  protected void step() {
    if (drawn()) {
      return;
    }
    rows.read()
        .ifPresent(
            row ->
                known =
                    new Known(
                        row, row.seed() == null ? null : HexFormat.of().parseHex(row.seed())));
  }

  @Override
  protected void tell(RuntimeException failure) {
    log.warn("the draw cannot be read: {}", failure.getMessage());
  }

  private PublishedBeacon beacon(DrawRow row) {
    if (beacon == null) {
      return new PublishedBeacon(
          "None",
          "no public randomness: whoever knew the secret could have chosen accounts to suit it",
          null,
          null,
          null,
          null,
          null,
          null,
          null);
    }
    BeaconChain chain = BeaconChain.valueOf(beacon.chain());
    return new PublishedBeacon(
        "Drand",
        null,
        chain.name(),
        chain.hash(),
        beacon.round(),
        chain.publishedAt(beacon.round()).toString(),
        row.beacon(),
        row.signature(),
        row.previousSignature());
  }
}
