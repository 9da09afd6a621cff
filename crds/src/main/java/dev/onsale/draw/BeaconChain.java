package dev.onsale.draw;

import java.time.Duration;
import java.time.Instant;

/**
 * Chains of the League of Entropy's drand network. What identifies them is written here, not
 * fetched: whoever answers for a chain cannot say what to believe it by.
 */
public enum BeaconChain {
  /** A round every 3 s, each signed by itself: scheme {@code bls-unchained-g1-rfc9380}. */
  Quicknet(
      "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971",
      "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c"
          + "8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb"
          + "5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
      1_692_803_367L,
      3,
      false),
  /** A round every 30 s, each signed with the one before: scheme {@code pedersen-bls-chained}. */
  Default(
      "8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce",
      "868f005eb8e6e4ca0a47c8a77ceaa5309a47978a7c71bc5cce96366b5d7a569937c529eeda66c7293784a9402801af31",
      1_595_431_050L,
      30,
      true);

  private final String hash;
  private final String publicKey;
  private final Instant genesis;
  private final Duration period;
  private final boolean chained;

  BeaconChain(String hash, String publicKey, long genesis, int periodSeconds, boolean chained) {
    this.hash = hash;
    this.publicKey = publicKey;
    this.genesis = Instant.ofEpochSecond(genesis);
    this.period = Duration.ofSeconds(periodSeconds);
    this.chained = chained;
  }

  /** Names the chain at its relays; hex. */
  public String hash() {
    return hash;
  }

  /** A compressed point of BLS12-381, hex: of G2, or of G1 for a {@link #chained} one. */
  public String publicKey() {
    return publicKey;
  }

  /** Whether a round's signature covers the signature before. */
  public boolean chained() {
    return chained;
  }

  /**
   * When a round is published.
   *
   * @param round from 1
   */
  public Instant publishedAt(long round) {
    return genesis.plus(period.multipliedBy(round - 1));
  }

  /** The first round that is published after that moment. */
  public long firstAfter(Instant moment) {
    return moment.isBefore(genesis) ? 1 : Duration.between(genesis, moment).dividedBy(period) + 2;
  }
}
