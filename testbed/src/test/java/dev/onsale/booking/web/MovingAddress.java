package dev.onsale.booking.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * An address behind which one server may take the place of another, as with DNS names: connections
 * that are open stay where they are.
 */
final class MovingAddress implements AutoCloseable {
  private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private volatile int leadsTo;

  MovingAddress(int port) throws IOException {
    leadsTo = port;
    Thread.startVirtualThread(this::accept);
  }

  /** New connections go to that port. */
  void move(int port) {
    leadsTo = port;
  }

  String endpoint() {
    return "127.0.0.1:" + door.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket from = door.accept();
        Socket to = new Socket(InetAddress.getLoopbackAddress(), leadsTo);
        carry(from, to);
        carry(to, from);
      }
    } catch (IOException closed) {
      // the test is over
    }
  }

  private static void carry(Socket from, Socket to) {
    Thread.startVirtualThread(
        () -> {
          try (from;
              to) {
            from.getInputStream().transferTo(to.getOutputStream());
          } catch (IOException ended) {
            // by one of the two: the end for both
          }
        });
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
