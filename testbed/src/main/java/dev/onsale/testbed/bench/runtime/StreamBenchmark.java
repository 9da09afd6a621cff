package dev.onsale.testbed.bench.runtime;

import dev.onsale.testbed.bench.Benchmark;
import dev.onsale.testbed.bench.Interleaved;
import dev.onsale.testbed.bench.Row;
import dev.onsale.testbed.demo.Steps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * From a hold until a whole crowd was told, and what a client of the stream takes, against bare
 * Netty that sends as many bytes to as many.
 */
public final class StreamBenchmark implements Benchmark {
  private static final int CLIENTS = 10_000;

  private static final double MOST = 2;
  private static final int SILENT = 1_000;
  private static final int HOLDS_A_SECOND = 500;
  private static final Duration SILENCE = Duration.ofSeconds(18);

  @Override
  public String name() {
    return "stream";
  }

  @Override
  public String description() {
    return "from a hold until everybody on a stream was told, p99, against bare Netty";
  }

  @Override
  public Row run(Options options, Steps steps) throws Exception {
    int clients = options.size() == 0 ? CLIENTS : options.size();
    try (EventOnSale event = steps.call("An event on sale", () -> EventOnSale.start(Hall.EMPTY));
        QueueInRedis queue = new QueueInRedis(event)) {
      Crowd crowd = new Crowd(event);
      crowd.claims(1);
      queue.serveEverybody();
      int holders = (options.rounds() + 1) * StreamSide.CHANGES_A_ROUND;
      List<Crowd.Inside> inside =
          steps.call(
              "%,d visitors inside".formatted(clients + holders),
              () -> crowd.inside(clients + holders));
      try (StreamArena arena = new StreamArena(event, inside, clients)) {
        return measured(options, steps, arena);
      }
    }
  }

  private Row measured(Options options, Steps steps, StreamArena arena) throws Exception {
    try (StreamServer reference = StreamServer.reference(arena.firstBytes(), arena.deltaBytes())) {
      StreamSide ours = new StreamSide(name(), arena.server(), arena.streams(), arena::hold, steps);
      byte[] get = Answer.ascii("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      StreamSide bare =
          new StreamSide(
              "reference",
              reference,
              IntStream.range(0, arena.streams().size()).mapToObj(i -> get).toList(),
              reference::change,
              steps);
      Interleaved.Samples p99 = Interleaved.run(1, options.rounds(), ours::measure, bare::measure);
      Map<String, Object> figures = new LinkedHashMap<>();
      figures.put("clients", arena.streams().size());
      ours.figures(figures, "");
      bare.figures(figures, ", reference");
      figures.put("bytes of all seats as the first event", arena.firstBytes());
      figures.put("bytes of a delta of one seat", arena.deltaBytes());
      List<String> missed = new ArrayList<>();
      if (p99.ratio() > MOST) {
        missed.add("the ratio is above " + MOST);
      }
      silent(arena, steps, figures, missed);
      return Row.of(
          name(),
          "ms",
          p99,
          "bare Netty that sends the same bytes to as many, four times a second",
          "at most " + MOST,
          missed,
          figures);
    }
  }

  /** Who reads nothing, while seats go as fast as in a rush. */
  private void silent(
      StreamArena arena, Steps steps, Map<String, Object> figures, List<String> missed)
      throws Exception {
    Iterator<byte[]> rush = arena.rush();
    int silent = Math.min(SILENT, arena.streams().size());
    long before = Footprint.of(arena.server().pid()).resident();
    try (StreamCrowd _ =
            new StreamCrowd(arena.server().port(), arena.streams().subList(0, silent), false);
        Load load = new Load(arena.server().port(), 16)) {
      long began = System.nanoTime();
      Highest highest = new Highest(arena.server().pid());
      Measured holds =
          steps.call(
              "%,d clients that read nothing".formatted(silent),
              () -> {
                Thread watch = Thread.ofVirtual().start(highest::watch);
                try {
                  return load.paced(
                      new Traffic(
                          () -> rush.hasNext() ? rush.next() : null,
                          answer -> answer.status() == 201),
                      HOLDS_A_SECOND,
                      SILENCE);
                } finally {
                  watch.interrupt();
                }
              });
      double dropped = arena.server().figure("onsale_seats_streams_dropped_total");
      figures.put("clients that read nothing", silent);
      figures.put(
          "seats changed a second meanwhile", Math.round(4 * holds.answered() / holds.seconds()));
      figures.put(
          "of them dropped after so many s", Row.rounded((System.nanoTime() - began) / 1e9));
      figures.put("dropped", (long) dropped);
      figures.put(
          "highest resident memory per client that reads nothing, KiB",
          Row.rounded((highest.bytes() - before) / 1024.0 / silent));
      if (holds.wrong() > 0) {
        missed.add(holds.wrong() + " holds were refused");
      }
      if (dropped < silent) {
        missed.add(
            "only %.0f of %d clients that read nothing were dropped".formatted(dropped, silent));
      }
    }
  }
}
