package dev.onsale.testbed.draw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onsale.booking.Asking;
import dev.onsale.booking.SaleInRedis;
import dev.onsale.booking.SaleInRedis.Line;
import dev.onsale.booking.SaleInRedis.Terms;
import dev.onsale.booking.draw.Lottery;
import dev.onsale.booking.identity.Buyer;
import dev.onsale.booking.identity.Identity;
import dev.onsale.booking.queue.JoinOutcome.Registered;
import dev.onsale.booking.queue.Lots;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Ten thousand identities register one to twenty times each. */
class ManyRegistrationsTest {
  private static final int PEOPLE = 10_000;
  private static final byte[] SECRET = new byte[32];
  private static final byte[] SEED = Lottery.seed(SECRET, new byte[0]);

  /** A result this unlikely would be no accident; the secret is fixed, so neither is this one. */
  private static final double SUSPICIOUS = 0.01;

  private static final Lots LOTS =
      new Lots() {
        @Override
        public Optional<String> commitment() {
          return Optional.of(Lottery.commitment(SECRET));
        }

        @Override
        public OptionalLong number(String identity) {
          return OptionalLong.of(Lottery.number(SEED, identity));
        }

        @Override
        public Optional<String> seed() {
          return Optional.empty();
        }

        @Override
        public boolean drawn() {
          return false;
        }
      };

  private record Person(Buyer buyer, int registrations) {}

  @Test
  void whoRegistersMoreOftenIsNotServedSooner() throws Exception {
    Random random = new Random(20_270_301);
    List<Person> people =
        IntStream.range(0, PEOPLE)
            .mapToObj(i -> new Person(new Buyer("u_%032x".formatted(i)), 1 + random.nextInt(20)))
            .toList();
    Line line = new Line("Draw", null, LOTS, Duration.ofMinutes(30), Duration.ofMinutes(40));
    try (SaleInRedis sale = new SaleInRedis(Terms.GENEROUS, line).open(1)) {
      registerAll(sale, people);

      assertThat(sale.queue.counts().waiting()).isBetween(9_700L, 10_300L);
    }
    String seed = Arithmetic.seed("00".repeat(32), "");
    Map<Buyer, Integer> ranks = ranks(people);
    assertThat(people)
        .allSatisfy(
            one ->
                assertThat(Arithmetic.number(seed, one.buyer().id()))
                    .isEqualTo("%016x".formatted(LOTS.number(one.buyer().id()).orElseThrow())));
    double rho = correlation(people, ranks);
    double p = pValue(rho);
    System.out.printf(
        "rank against number of registrations, %d people: Spearman's rho %.4f, p = %.3f%n",
        PEOPLE, rho, p);
    assertThat(p).isGreaterThan(SUSPICIOUS);
  }

  /** What the test would say if every registration were a lot of its own. */
  @Test
  void theTestNoticesADrawInWhichEveryRegistrationCounts() {
    Random random = new Random(20_270_301);
    List<Person> people =
        IntStream.range(0, PEOPLE)
            .mapToObj(i -> new Person(new Buyer("u_%032x".formatted(i)), 1 + random.nextInt(20)))
            .toList();
    Map<Buyer, Integer> ranks = new HashMap<>();
    List<Person> inOrder =
        people.stream()
            .sorted(
                Comparator.comparing(
                    one ->
                        IntStream.range(0, one.registrations())
                            .mapToObj(i -> number(one.buyer().id() + i))
                            .min(Comparator.naturalOrder())
                            .orElseThrow()))
            .toList();
    IntStream.range(0, PEOPLE).forEach(rank -> ranks.put(inOrder.get(rank).buyer(), rank));

    assertThat(pValue(correlation(people, ranks))).isLessThan(1e-6);
  }

  private static void registerAll(SaleInRedis sale, List<Person> people) throws Exception {
    Semaphore atOnce = new Semaphore(64);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          people.stream()
              .map(
                  one ->
                      threads.submit(
                          () -> {
                            for (int i = 0; i < one.registrations(); i++) {
                              atOnce.acquire();
                              try {
                                assertThat(Asking.join(sale.queue, Identity.of(one.buyer())))
                                    .isInstanceOf(Registered.class);
                              } finally {
                                atOnce.release();
                              }
                            }
                            return one;
                          }))
              .toList();
      for (var answer : answers) {
        answer.get();
      }
    }
  }

  private static String number(String identity) {
    return "%016x".formatted(Lottery.number(SEED, identity));
  }

  private static Map<Buyer, Integer> ranks(List<Person> people) {
    List<Person> inOrder =
        people.stream().sorted(Comparator.comparing(one -> number(one.buyer().id()))).toList();
    Map<Buyer, Integer> ranks = new HashMap<>();
    IntStream.range(0, PEOPLE).forEach(rank -> ranks.put(inOrder.get(rank).buyer(), rank));
    return ranks;
  }

  /** Pearson's of ranks, of which equal registrations share the mean. */
  private static double correlation(List<Person> people, Map<Buyer, Integer> ranks) {
    double[] shared = new double[21];
    int[] many = new int[21];
    people.forEach(one -> many[one.registrations()]++);
    double below = 0;
    for (int registrations = 1; registrations <= 20; registrations++) {
      shared[registrations] = below + (many[registrations] - 1) / 2.0;
      below += many[registrations];
    }
    double mean = (PEOPLE - 1) / 2.0;
    double both = 0;
    double one = 0;
    double other = 0;
    for (Person person : people) {
      double x = shared[person.registrations()] - mean;
      double y = ranks.get(person.buyer()) - mean;
      both += x * y;
      one += x * x;
      other += y * y;
    }
    return both / Math.sqrt(one * other);
  }

  /** Two-sided; for so many people Spearman's rho is normal. */
  private static double pValue(double rho) {
    double z = Math.abs(rho) * Math.sqrt(PEOPLE - 1.0);
    double t = 1 / (1 + 0.3275911 * z / Math.sqrt(2));
    double series =
        t
            * (0.254829592
                + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
    return series * Math.exp(-z * z / 2);
  }
}
