package dev.onsale.booking.simulation;

import dev.onsale.booking.queue.Tempo;
import java.time.Duration;

/**
 * What happens in a simulated sale. Durations are the visitors' own; {@code speed} of them pass in
 * one of ours.
 *
 * @param visitors people who want to come in, those who will not show up included
 * @param noShows share of the visitors who never come
 * @param doubles share of the visitors' places that are a second device of another one
 * @param ghosts places nobody will ever claim, as a share of the visitors' and on top of them
 * @param inOneBlock whether the ghosts are in one block behind the first tenth of the visitors
 * @param stay of most people inside, on average
 * @param killEvery from one killed leader to the next
 * @param restartsRedis whether Redis is killed once, in the middle
 */
record Script(
    String name,
    int visitors,
    double noShows,
    double doubles,
    double ghosts,
    boolean inOneBlock,
    int maxActive,
    int perMinute,
    Duration stay,
    Duration killEvery,
    boolean restartsRedis,
    int speed) {
  static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(120);
  static final Duration SESSION_TIMEOUT = Duration.ofSeconds(240);

  /** The sale of the issue: a house of {@code maxActive} that fills within half a minute. */
  static Script of(String name, int visitors, int maxActive, Duration stay, int speed) {
    return new Script(
        name,
        visitors,
        0.3,
        0.05,
        0.5,
        false,
        maxActive,
        maxActive * 2,
        stay,
        Duration.ofSeconds(20),
        true,
        speed);
  }

  Script withGhostsInOneBlock() {
    return new Script(
        name + ", ghosts in one block",
        visitors,
        noShows,
        doubles,
        ghosts,
        true,
        maxActive,
        perMinute,
        stay,
        killEvery,
        restartsRedis,
        speed);
  }

  int ghostPlaces() {
    return (int) (visitors * ghosts);
  }

  int places() {
    return visitors + ghostPlaces();
  }

  Tempo tempo() {
    return new Tempo(speed);
  }

  /** In our time. */
  Duration ours(Duration theirs) {
    return theirs.dividedBy(speed);
  }

  /** In the visitors' time, seconds. */
  double theirs(long ourMillis) {
    return ourMillis * speed / 1_000.0;
  }
}
