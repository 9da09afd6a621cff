package dev.onsale.booking.simulation;

import dev.onsale.booking.database.Database;
import dev.onsale.booking.orders.OrderEpochs;
import dev.onsale.booking.queue.Admission;
import dev.onsale.booking.queue.Lots;
import dev.onsale.booking.rebuild.InventoryRebuild;
import dev.onsale.booking.sale.Sale;
import dev.onsale.booking.worker.LeaderTask;
import dev.onsale.booking.worker.Leadership;
import dev.onsale.booking.worker.Lease;
import dev.onsale.booking.worker.Worker;
import dev.onsale.seating.SeatMap;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Three processes of role worker, of which one leads; whoever is killed is replaced. */
final class Leaders implements AutoCloseable {
  private static final int PROCESSES = 3;

  /** As long as a worker's lease is, and a sixth of it. */
  private static final Duration LEASE = Duration.ofSeconds(3);

  private static final int RENEWALS = 6;

  private final Sale sale;
  private final SeatMap map;
  private final Script script;
  private final List<Process> processes = new ArrayList<>();
  private int killed;

  private record Process(Pod pod, Database database, Leadership leadership, Worker worker) {
    /** Nothing is given back: the lease ends by itself. */
    void kill() {
      database.close();
      worker.stop();
      pod.close();
    }

    void end() {
      worker.stop();
      database.close();
      pod.close();
    }
  }

  /** A task whose pauses pass as fast as everything else. */
  private record Hurried(LeaderTask task, int speed) implements LeaderTask {
    @Override
    public String name() {
      return task.name();
    }

    @Override
    public Duration interval() {
      return task.interval().dividedBy(speed);
    }

    @Override
    public void run(long term) {
      task.run(term);
    }
  }

  Leaders(Sale sale, SeatMap map, Script script) {
    this.sale = sale;
    this.map = map;
    this.script = script;
    for (int i = 0; i < PROCESSES; i++) {
      processes.add(start());
    }
  }

  private Process start() {
    Pod pod = new Pod(sale, map, script.tempo());
    Database database = sale.database(2);
    Leadership leadership =
        new Leadership(new Lease(database, UUID.randomUUID().toString(), script.ours(LEASE)));
    InventoryRebuild rebuild =
        new InventoryRebuild(
            pod.redis,
            new OrderEpochs(database),
            List::of,
            pod.seats.build(),
            pod.live,
            pod.lanes,
            script.tempo());
    Admission admission = new Admission(pod.redis, pod.live, pod.lanes, Lots.NONE, script.tempo());
    Worker worker =
        new Worker(
            true,
            leadership,
            script.ours(LEASE.dividedBy(RENEWALS)),
            List.of(new Hurried(rebuild, script.speed()), admission),
            new SimpleMeterRegistry());
    worker.start();
    return new Process(pod, database, leadership, worker);
  }

  /** Kills the process that leads, and starts another. */
  void killLeader() {
    processes.stream()
        .filter(process -> process.leadership().term().isPresent())
        .findFirst()
        .ifPresent(
            leader -> {
              leader.kill();
              killed++;
              processes.remove(leader);
              processes.add(start());
            });
  }

  int killed() {
    return killed;
  }

  @Override
  public void close() {
    processes.forEach(Process::end);
  }
}
