package dev.onsale.testbed.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Free TCP ports of this machine. */
public final class Ports {
  private static final int CONNECT_MILLIS = 250;

  /**
   * Below the range from which the kernel gives ports to outgoing connections: one of those could
   * take a port between the look and the start of its server.
   */
  private static final int LOWEST = 15_000;

  private static final int HIGHEST = 30_000;
  private static final int TRIES = 200;
  private static final String WILDCARD = "0.0.0.0";

  private Ports() {}

  /**
   * Ports that were free a moment ago on every address, all different. Another process may take one
   * first; whoever starts a server reports that by the server's own log.
   */
  public static List<Integer> free(int count) {
    List<Socket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(hold());
      }
      return held.stream().map(Socket::getLocalPort).toList();
    } finally {
      held.forEach(Ports::close);
    }
  }

  private static Socket hold() {
    for (int attempt = 1; ; attempt++) {
      try {
        int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
        return bound(new InetSocketAddress(port));
      } catch (IOException e) {
        if (attempt == TRIES) {
          throw new UncheckedIOException(
              "no free port found between %d and %d".formatted(LOWEST, HIGHEST), e);
        }
      }
    }
  }

  public static int free() {
    return free(1).getFirst();
  }

  /** A port that is free together with the one so much above it, which its server takes too. */
  public static int freeWith(int distance) {
    for (int attempt = 1; attempt <= TRIES; attempt++) {
      int port = free();
      if (port + distance < HIGHEST && !taken(WILDCARD, port + distance)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "no two free ports %d apart found between %d and %d".formatted(distance, LOWEST, HIGHEST));
  }

  /**
   * Checks that a server can listen.
   *
   * @throws StartFailure naming the server, the address and the port that it cannot have
   */
  public static void requireFree(String server, List<String> addresses, int port) {
    for (String address : addresses) {
      if (taken(address, port)) {
        throw new StartFailure(
            "%s cannot listen on %s:%d: the port is in use or the address is not of this machine"
                .formatted(server, address, port));
      }
    }
  }

  /** Whether something listens there already (or the address is not of this machine). */
  public static boolean taken(String address, int port) {
    try (Socket probe = bound(new InetSocketAddress(InetAddress.getByName(address), port))) {
      return !probe.isBound();
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * Binds without listening, which fails where something listens. A socket that listened would for
   * a moment also be held by any process that another thread starts just now, and the server could
   * not have its port.
   */
  private static Socket bound(InetSocketAddress address) throws IOException {
    Socket socket = new Socket();
    try {
      socket.setReuseAddress(true);
      socket.bind(address);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Whether something accepts connections there, within a quarter of a second. */
  public static boolean answers(String address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close a port that was only looked at", e);
    }
  }
}
