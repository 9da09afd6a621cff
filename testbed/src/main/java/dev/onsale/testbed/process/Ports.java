package dev.onsale.testbed.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Free TCP ports of this machine. */
public final class Ports {
  private static final int CONNECT_MILLIS = 250;

  private Ports() {}

  /**
   * Ports that were free a moment ago on every address, all different. Another process may take one
   * first; whoever starts a server reports that by the server's own log.
   */
  public static List<Integer> free(int count) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        held.add(new ServerSocket(0));
      }
      return held.stream().map(ServerSocket::getLocalPort).toList();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port", e);
    } finally {
      held.forEach(Ports::close);
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
