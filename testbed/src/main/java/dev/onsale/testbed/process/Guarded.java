package dev.onsale.testbed.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A command that ends, and whose state folder disappears, however this JVM ends: {@code guard.sh},
 * in a session of its own, reads a pipe that the kernel closes with the JVM.
 */
public final class Guarded implements AutoCloseable {
  private static final Set<Guarded> OPEN = ConcurrentHashMap.newKeySet();
  private static final Duration STOP = Duration.ofSeconds(30);

  static {
    // The pipes would close anyway; this waits until everything is gone before the prompt returns.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  List<Guarded> open = List.copyOf(OPEN);
                  open.forEach(Guarded::letGo);
                  open.forEach(Guarded::close);
                },
                "onsale-cleanup"));
  }

  /**
   * @param name for messages
   * @param folder state; removed at the end
   * @param log where the command's output goes
   * @param stopSignal sent first to end it, without {@code SIG}
   * @param grace after which what is left is killed
   * @param cleanup a script run after the command's end with the folder as argument
   * @param environment added to this process' own
   */
  public record Spec(
      String name,
      Path folder,
      Path log,
      String stopSignal,
      Duration grace,
      @Nullable Path cleanup,
      Map<String, String> environment,
      List<String> command) {
    public Spec(String name, Path folder, Path log, String stopSignal, List<String> command) {
      this(name, folder, log, stopSignal, Duration.ofSeconds(8), null, Map.of(), command);
    }
  }

  private final Spec spec;
  private final Process guard;
  private final Writer words;
  private long pid = -1;
  private int exits;
  private int lastExit = -1;
  private boolean detached;

  private Guarded(Spec spec) throws IOException {
    this.spec = spec;
    Path script = script(spec.folder());
    List<String> line = new ArrayList<>(List.of("setsid", "bash", script.toString()));
    line.add(spec.folder().toString());
    line.add(spec.log().toString());
    line.add(spec.stopSignal());
    line.add(String.valueOf(spec.grace().toMillis() / 100));
    line.add(spec.cleanup() == null ? "-" : spec.cleanup().toString());
    line.addAll(spec.command());
    ProcessBuilder builder = new ProcessBuilder(line).directory(spec.folder().toFile());
    builder.environment().putAll(spec.environment());
    builder.redirectError(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
    guard = builder.start();
    words = guard.outputWriter(StandardCharsets.UTF_8);
    OPEN.add(this);
    // reading a pipe would hold a virtual thread's carrier, and there are as few as two
    Thread.ofPlatform().daemon().name("guard-" + spec.name()).start(this::readEvents);
  }

  /** Starts the guard and the command. */
  public static Guarded start(Spec spec) {
    Guarded guarded = guard(spec);
    guarded.restart();
    return guarded;
  }

  /**
   * Starts the guard only: the folder is looked after while it is filled, until {@link #restart}.
   */
  public static Guarded guard(Spec spec) {
    try {
      return new Guarded(spec);
    } catch (IOException e) {
      throw new StartFailure(
          "cannot run bash and setsid for %s; install bash and util-linux".formatted(spec.name()),
          e);
    }
  }

  /** Runs the command, again if it ended, on the same folder. Does nothing while it runs. */
  public void restart() {
    int before = exits();
    say("start");
    await(() -> running() || exits() > before, Duration.ofSeconds(10), "to be forked");
  }

  /** Sends a signal (a name without {@code SIG}) to the command and what it started. */
  public void signal(String name) {
    say("signal " + name);
  }

  /**
   * Stops the command and its children without ending them; returns when the kernel has done so.
   */
  public void freeze() {
    signal("STOP");
    await(this::frozen, Duration.ofSeconds(10), "to stop");
  }

  /** Lets a frozen command go on. */
  public void thaw() {
    signal("CONT");
  }

  private boolean frozen() {
    try {
      // pid (name) state ...: see proc(5)
      return Files.readString(Path.of("/proc/" + pid() + "/stat")).contains(") T ");
    } catch (IOException e) {
      return false;
    }
  }

  /** Sends a signal and waits until the command has ended. */
  public void stop(String signal, Duration timeout) {
    signal(signal);
    await(() -> !running(), timeout, "to end after SIG" + signal);
  }

  /** Kills the command as {@code kill -9} does; its folder stays, {@link #restart} works. */
  public void kill() {
    stop("KILL", Duration.ofSeconds(10));
  }

  public synchronized boolean running() {
    return pid >= 0;
  }

  /** Process id of the command; −1 while it does not run. */
  public synchronized long pid() {
    return pid;
  }

  public Path folder() {
    return spec.folder();
  }

  public Path log() {
    return spec.log();
  }

  /**
   * Waits for a condition while the command runs.
   *
   * @throws StartFailure when the command ends first or the time is over, naming the log
   */
  public void awaitReady(BooleanSupplier condition, Duration timeout) {
    Deadline deadline = Deadline.in(timeout);
    while (!condition.getAsBoolean()) {
      if (!running()) {
        throw new StartFailure(
            "%s ended with code %d while starting%s".formatted(spec.name(), exit(), logTail()));
      }
      if (deadline.over()) {
        throw new StartFailure(
            "%s was not ready after %d s%s".formatted(spec.name(), timeout.toSeconds(), logTail()));
      }
      deadline.pause();
    }
  }

  /** Lets the command outlive this JVM; {@link #endDetached} on its folder ends it. */
  public void detach() {
    say("detach");
    await(() -> Files.exists(spec.folder().resolve("control")), Duration.ofSeconds(5), "to detach");
    synchronized (this) {
      detached = true;
    }
    OPEN.remove(this);
  }

  /**
   * Ends a detached command by its state folder and waits until it is gone.
   *
   * @return false when there was none
   */
  public static boolean endDetached(Path folder, Duration timeout) {
    Path control = folder.resolve("control");
    if (!Files.exists(control)) {
      return false;
    }
    long guard;
    try {
      guard = Long.parseLong(Files.readString(folder.resolve("guard")).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder.resolve("guard"), e);
    }
    if (!isGuardOf(guard, folder)) {
      // the machine was restarted or the guard was killed: only files are left
      Folders.remove(folder);
      return false;
    }
    try {
      Files.writeString(control, "end\n");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + control, e);
    }
    Deadline deadline = Deadline.in(timeout);
    while (isGuardOf(guard, folder)) {
      if (deadline.over()) {
        throw new StartFailure(
            "process %d, which guards %s, has not ended after %d s"
                .formatted(guard, folder, timeout.toSeconds()));
      }
      deadline.pause();
    }
    return true;
  }

  /** Ends the command, runs the cleanup, removes the folder, and waits for all of it. */
  @Override
  public void close() {
    if (detachedNow()) {
      return;
    }
    letGo();
    try {
      if (!guard.waitFor(STOP.toSeconds() + spec.grace().toSeconds(), TimeUnit.SECONDS)) {
        throw new StartFailure(
            "%s has not ended after %d s%s".formatted(spec.name(), STOP.toSeconds(), logTail()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      OPEN.remove(this);
    }
  }

  private void letGo() {
    try {
      words.close();
    } catch (IOException e) {
      // the guard is gone already, which is what closing asks for
      guard.destroy();
    }
  }

  private synchronized boolean detachedNow() {
    return detached;
  }

  private synchronized int exits() {
    return exits;
  }

  private synchronized int exit() {
    return lastExit;
  }

  private void readEvents() {
    try (BufferedReader events = guard.inputReader(StandardCharsets.UTF_8)) {
      for (String line = events.readLine(); line != null; line = events.readLine()) {
        String[] event = line.split(" ", 2);
        synchronized (this) {
          if (event[0].equals("started")) {
            pid = Long.parseLong(event[1]);
          } else {
            pid = -1;
            lastExit = Integer.parseInt(event[1]);
            exits++;
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the events of the guard of " + spec.name(), e);
    }
  }

  private void say(String word) {
    try {
      synchronized (words) {
        words.write(word + "\n");
        words.flush();
      }
    } catch (IOException e) {
      throw new StartFailure("the guard of %s is gone%s".formatted(spec.name(), logTail()), e);
    }
  }

  private void await(BooleanSupplier condition, Duration timeout, String what) {
    Deadline deadline = Deadline.in(timeout);
    while (!condition.getAsBoolean()) {
      if (deadline.over()) {
        throw new StartFailure(
            "waited %d s for %s %s%s".formatted(timeout.toSeconds(), spec.name(), what, logTail()));
      }
      deadline.pause();
    }
  }

  private String logTail() {
    return LogTail.of(spec.log());
  }

  private static boolean isGuardOf(long pid, Path folder) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline")).contains(folder.toString());
    } catch (IOException e) {
      return false;
    }
  }

  private static Path script(Path folder) throws IOException {
    Path script = folder.resolve("guard.sh");
    Resources.copy(Guarded.class, "guard.sh", script);
    return script;
  }
}
