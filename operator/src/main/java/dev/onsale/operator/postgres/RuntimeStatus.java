package dev.onsale.operator.postgres;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the runtime says of itself: the rows of {@code runtime_status} that are younger than two
 * minutes.
 */
public record RuntimeStatus(List<Process> processes) {

  public static final RuntimeStatus NONE = new RuntimeStatus(List.of());

  public RuntimeStatus {
    processes = List.copyOf(processes);
  }

  /**
   * One process. Figures of the event count in the leader's row only.
   *
   * @param configGeneration generation of {@code live.json} in force
   * @param keyGeneration of the logins that everything in it uses; 0 where it does not say
   * @param held holds and unpaid orders
   * @param clockAhead of PostgreSQL's clock; negative where it is behind
   * @param unsent events that Kafka has not got yet, at most 1000
   * @param draw null without one, and before it was committed to
   */
  public record Process(
      String name,
      long configGeneration,
      long keyGeneration,
      boolean leader,
      String phase,
      int capacity,
      int free,
      int held,
      int sold,
      int blocked,
      boolean inventoryConsistent,
      String detail,
      Duration clockAhead,
      long unsent,
      @Nullable Draw draw) {}

  /**
   * What makes the event's draw verifiable; hex.
   *
   * @param seed null until registration has closed
   */
  public record Draw(String commitment, @Nullable String seed) {}

  /** The draw, if a process knows of one; with its seed, if one knows that. */
  public Optional<Draw> draw() {
    List<Draw> told = processes.stream().flatMap(one -> Stream.ofNullable(one.draw())).toList();
    return told.stream()
        .filter(draw -> draw.seed() != null)
        .findFirst()
        .or(() -> told.stream().findFirst());
  }

  public Optional<Process> leader() {
    return processes.stream().filter(Process::leader).findFirst();
  }

  /** Whether every process that answers works by this generation or a newer one. */
  public boolean acknowledged(long generation) {
    return processes.stream().allMatch(process -> process.configGeneration() >= generation);
  }

  /**
   * Whether every process that answers uses logins of this generation only, and as many as there
   * are pods answer.
   */
  public boolean usesLogins(int generation, int pods) {
    return processes.size() >= pods
        && processes.stream().allMatch(process -> process.keyGeneration() >= generation);
  }

  /** Whether a process says that something is wrong. */
  public boolean complains() {
    return processes.stream().anyMatch(process -> !process.detail().isBlank());
  }
}
