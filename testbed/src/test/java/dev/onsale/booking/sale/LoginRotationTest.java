package dev.onsale.booking.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onsale.runtime.RuntimeLogins;
import dev.onsale.testbed.buyers.Answer;
import dev.onsale.testbed.buyers.Journal;
import dev.onsale.testbed.stores.EmbeddedPostgres;
import dev.onsale.testbed.stores.EmbeddedRedis;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Logins change while people buy; the stores are this test's own, since it removes users. */
class LoginRotationTest {
  private static final String NO_KAFKA = "127.0.0.1:1";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int BUYERS_AT_ONCE = 4;

  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final Journal journal = new Journal();
  private final AtomicInteger seat = new AtomicInteger();
  private final AtomicInteger bought = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();

  private EmbeddedPostgres postgres;
  private EmbeddedRedis redis;
  private Sale sale;
  private String key;

  @BeforeEach
  void open() throws Exception {
    postgres = EmbeddedPostgres.start();
    redis = EmbeddedRedis.start();
    sale = Sale.on(postgres, redis, NO_KAFKA, 900);
    key = sale.boot().storeKey();
  }

  @AfterEach
  void close() throws Exception {
    sale.close();
    redis.close();
    postgres.close();
  }

  @Test
  void noRequestFailsWhileEveryProcessChangesOverAndTheOldLoginsEnd() throws Exception {
    RuntimeLogins first = logins(1, "_a");
    RuntimeLogins second = logins(2, "_b");
    allow(first);
    sale.login(first);
    List<RuntimeProcess> processes = List.of(sale.start("one"), sale.start("two"));
    List<Thread> buyers = new ArrayList<>();
    for (int i = 0; i < BUYERS_AT_ONCE; i++) {
      RuntimeProcess process = processes.get(i % processes.size());
      buyers.add(Thread.startVirtualThread(() -> keepBuying(process)));
    }
    awaitBought(5);
    // While the first epoch is minted a buyer may have to ask twice.
    long asked = journal.countOf(Journal.Count.RETRIED);

    allow(second);
    sale.login(second);
    await().atMost(PATIENCE).until(() -> acknowledged(2));
    end(first);

    assertThat(sessionsOf(first)).isZero();
    awaitBought(bought.get() + 10);
    over.set(true);
    for (Thread buyer : buyers) {
      buyer.join();
    }
    assertThat(failures).isEmpty();
    assertThat(journal.countOf(Journal.Count.RETRIED)).isEqualTo(asked);
  }

  @Test
  void loginsThatTheStoresDoNotTakeLeaveTheOldOnesInUse() throws Exception {
    RuntimeLogins first = logins(1, "_a");
    allow(first);
    sale.login(first);
    RuntimeProcess process = sale.start("only");
    try (Guest guest = Guest.inside(process, journal)) {
      long asked = journal.countOf(Journal.Count.RETRIED);
      sale.login(logins(2, "_b"));
      await()
          .during(Duration.ofSeconds(3))
          .atMost(PATIENCE)
          .until(() -> guest.get("/queue/status").succeeded() && !acknowledged(2));
      assertThat(guest.order("A-1-1").status()).isEqualTo(201);
      assertThat(journal.countOf(Journal.Count.RETRIED)).isEqualTo(asked);
    }
  }

  private void keepBuying(RuntimeProcess process) {
    try {
      while (!over.get()) {
        try (Guest guest = Guest.inside(process, journal)) {
          String label = "A-1-" + seat.incrementAndGet();
          Answer order = expect(201, guest.order(label));
          expect(200, guest.pay(order, "pm_ok"));
          expect(200, guest.get("/orders/" + order.text("id")));
          bought.incrementAndGet();
        }
      }
    } catch (InterruptedException | RuntimeException | AssertionError e) {
      failures.add(String.valueOf(e));
    }
  }

  private Answer expect(int status, Answer answer) {
    if (answer.status() != status) {
      failures.add(answer.status() + " " + answer.body());
    }
    return answer;
  }

  private void awaitBought(int orders) {
    await().atMost(PATIENCE).until(() -> bought.get() >= orders || !failures.isEmpty());
  }

  private RuntimeLogins logins(int generation, String suffix) {
    String password = "generation " + generation;
    var login = new RuntimeLogins.Login(key + suffix, password);
    return new RuntimeLogins(generation, login, login, null);
  }

  /** What the operator does first. */
  private void allow(RuntimeLogins logins) throws SQLException {
    superuser(
        "ALTER ROLE %s LOGIN PASSWORD '%s'"
            .formatted(logins.postgres().username(), logins.postgres().password()));
    redis(
        admin ->
            admin.aclSetuser(
                logins.redis().username(),
                AclSetuserArgs.Builder.on()
                    .addPassword(logins.redis().password())
                    .allCommands()
                    .keyPattern("{" + key + "}:*")));
  }

  /** What the operator does once every process has acknowledged. */
  private void end(RuntimeLogins logins) throws SQLException {
    redis(admin -> admin.aclDeluser(logins.redis().username()));
    superuser("ALTER ROLE %s NOLOGIN".formatted(logins.postgres().username()));
    superuser(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = '%s'"
            .formatted(logins.postgres().username()));
  }

  private boolean acknowledged(int generation) throws SQLException {
    return superuser(
            "SELECT bool_and(key_generation >= %d)::int FROM %s.runtime_status"
                .formatted(generation, key))
        == 1;
  }

  private int sessionsOf(RuntimeLogins logins) throws SQLException {
    return superuser(
        "SELECT count(*) FROM pg_stat_activity WHERE usename = '%s'"
            .formatted(logins.postgres().username()));
  }

  private int superuser(String sql) throws SQLException {
    try (Connection connection = postgres.connect(postgres.superuser());
        Statement statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return 0;
      }
      try (var row = statement.getResultSet()) {
        return row.next() ? row.getInt(1) : 0;
      }
    }
  }

  private void redis(Consumer<RedisCommands<String, String>> work) {
    RedisClient client = RedisClient.create(redis.uri());
    try (var connection = client.connect()) {
      work.accept(connection.sync());
    } finally {
      client.shutdown();
    }
  }
}
