package dev.onsale.testbed.bench.reconcile;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many events at once, brought up by the operator or by the bare client. */
final class Waves {

  /** Events the operator works on at the same time; the bare client does as many. */
  static final int AT_ONCE = 10;

  private static final Duration SLOWEST_EVENT = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Arena arena;
  private final ApiClient user;
  private final Events events;
  private final Kubelet kubelet;

  Waves(Arena arena, ApiClient user, Events events, Kubelet kubelet) {
    this.arena = arena;
    this.user = user;
    this.events = events;
    this.kubelet = kubelet;
  }

  /** Name of the event with this number of a wave. */
  static String event(int number) {
    return "event-%04d".formatted(number);
  }

  /** Milliseconds an event, from the first creation until the last is ready. */
  double ours(String namespace, int count) throws Exception {
    arena.namespace(namespace);
    long begin = System.nanoTime();
    try (ExecutorService creators = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Callable<Void>> creations = new ArrayList<>();
      for (int number = 0; number < count; number++) {
        String name = event(number);
        creations.add(() -> create("onsale.dev", namespace, name));
      }
      finish(creators.invokeAll(creations));
      events.awaitReady(namespace, count, PATIENCE.plus(SLOWEST_EVENT.multipliedBy(count)));
    }
    kubelet.check();
    return millisEach(begin, count);
  }

  /** Milliseconds an event, from the first creation until everything was asked for the last. */
  double reference(BareClient bare, String namespace, int count) throws Exception {
    arena.namespace(namespace);
    long begin = System.nanoTime();
    try (ExecutorService creators = Executors.newFixedThreadPool(AT_ONCE);
        ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Callable<Future<Void>>> creations = new ArrayList<>();
      for (int number = 0; number < count; number++) {
        Subject event = Subject.ofReference(namespace, event(number));
        creations.add(
            () -> {
              create(Subject.REFERENCE_GROUP, namespace, event.name());
              return workers.submit(
                  () -> {
                    bare.replay(event);
                    return null;
                  });
            });
      }
      List<Future<Void>> replays = new ArrayList<>();
      for (Future<Future<Void>> creation : creators.invokeAll(creations)) {
        replays.add(creation.get());
      }
      finish(replays);
    }
    kubelet.check();
    return millisEach(begin, count);
  }

  private Void create(String group, String namespace, String name) throws Exception {
    user.demand(
        "POST",
        Events.collection(group, namespace),
        "application/json",
        Events.manifest(group, namespace, name));
    return null;
  }

  private static void finish(List<Future<Void>> all) throws Exception {
    for (Future<Void> one : all) {
      try {
        one.get();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Exception cause) {
          throw cause;
        }
        throw e;
      }
    }
  }

  private static double millisEach(long begin, int count) {
    return (System.nanoTime() - begin) / 1e6 / count;
  }
}
