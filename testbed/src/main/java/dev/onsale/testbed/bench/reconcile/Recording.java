package dev.onsale.testbed.bench.reconcile;

import dev.onsale.testbed.bench.reconcile.StatementLog.Asked;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the operator asked of API server and stores for one event, from its creation until it was
 * ready: the work that any client has to do. Told from the servers' own logs, so it stays true
 * whatever the operator does next year.
 *
 * @param steps in the order in which they began
 * @param redis how often each command was sent to Redis
 * @param redisConnections opened for it
 * @param aclRules of the event's user in Redis, as {@code ACL LIST} gives them
 */
record Recording(
    List<Step> steps, Map<String, Long> redis, long redisConnections, List<String> aclRules) {

  /** One thing asked. */
  sealed interface Step {

    /** A request to the API server. */
    record Request(AuditLog.Call call) implements Step {}

    /** Statements on one connection, in a transaction if it begins with {@code BEGIN}. */
    record Statements(List<Asked> statements) implements Step {}

    /** A new connection as one of the event's roles. */
    record Login(String role) implements Step {}
  }

  private record Timed(java.time.Instant at, Step step) {}

  /** Objects that the operator reads in the background, whatever events there are. */
  private static final Set<String> BACKGROUND = Set.of("leases", "ticketplatforms");

  static List<Step> steps(List<AuditLog.Call> calls, List<Asked> asked, String storeKey) {
    Stream<Timed> requests =
        calls.stream()
            .filter(call -> !BACKGROUND.contains(call.resource()))
            .map(call -> new Timed(call.at(), new Step.Request(call)));
    return Stream.concat(requests, statements(asked, storeKey).stream())
        .sorted(Comparator.comparing(Timed::at))
        .map(Timed::step)
        .toList();
  }

  /** Statements of one connection from {@code BEGIN} to {@code COMMIT} belong together. */
  private static List<Timed> statements(List<Asked> asked, String storeKey) {
    List<Timed> steps = new ArrayList<>();
    Map<String, List<Asked>> open = new HashMap<>();
    for (Asked one : asked) {
      if (one.text().equals(Asked.LOGIN)) {
        if (one.user().startsWith(storeKey)) {
          steps.add(new Timed(one.at(), new Step.Login(one.user())));
        }
        continue;
      }
      if (one.text().equals("BEGIN")) {
        open.put(one.session(), new ArrayList<>());
      }
      List<Asked> transaction = open.get(one.session());
      if (transaction == null) {
        add(steps, List.of(one), storeKey);
        continue;
      }
      transaction.add(one);
      if (one.text().equals("COMMIT") || one.text().equals("ROLLBACK")) {
        open.remove(one.session());
        add(steps, transaction, storeKey);
      }
    }
    return steps;
  }

  private static void add(List<Timed> steps, List<Asked> statements, String storeKey) {
    boolean ofTheEvent =
        statements.stream()
            .anyMatch(one -> one.text().contains(storeKey) || one.parameters().contains(storeKey));
    if (ofTheEvent) {
      steps.add(new Timed(statements.getFirst().at(), new Step.Statements(statements)));
    }
  }

  long requests() {
    return steps.stream().filter(Step.Request.class::isInstance).count();
  }

  long writes() {
    return steps.stream()
        .filter(step -> step instanceof Step.Request(AuditLog.Call call) && call.isWrite())
        .count();
  }

  long statementCount() {
    return steps.stream()
        .mapToLong(step -> step instanceof Step.Statements(List<Asked> all) ? all.size() : 0)
        .sum();
  }

  long logins() {
    return steps.stream().filter(Step.Login.class::isInstance).count();
  }

  long redisCommands() {
    return redis.values().stream().mapToLong(Long::longValue).sum();
  }
}
