package dev.onsale.testbed.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
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

  private Ports() {}

  /**
   * Ports that were free a moment ago on every address, all different. Another process may take one
   * first; whoever starts a server reports that by the server's own log.
   */
  public static List<Integer> free(int count) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(hold());
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      held.forEach(Ports::close);
    }
  }

  private static ServerSocket hold() {
    for (int attempt = 1; ; attempt++) {
      try {
        return new ServerSocket(ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST));
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

  /** Whether something listens there already (or the address is not of this machine). */
  public static boolean taken(String address, int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName(address))) {
      return !probe.isBound();
    } catch (IOException e) {
      return true;
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

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close a port that was only looked at", e);
    }
  }
}
