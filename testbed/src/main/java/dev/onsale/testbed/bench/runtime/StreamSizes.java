package dev.onsale.testbed.bench.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.concurrent.Callable;

/**
 * How long events are, for a reference that sends as many bytes.
 *
 * @param first bytes of all seats
 * @param delta bytes of a change of one seat
 */
record StreamSizes(int first, int delta) {
  private static final int PATIENCE_MILLIS = 10_000;

  /**
   * Of a stream.
   *
   * @param change of one seat
   */
  static StreamSizes of(int port, byte[] request, Callable<?> change) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(request);
      InputStream in = socket.getInputStream();
      int first = event(in, "event: snapshot");
      change.call();
      return new StreamSizes(first, event(in, "event: delta"));
    }
  }

  /** Reads to the end of the next event of that name. */
  private static int event(InputStream in, String name) throws IOException {
    StringBuilder event = new StringBuilder();
    while (true) {
      int next = in.read();
      if (next < 0) {
        throw new IllegalStateException("the stream ended after " + event);
      }
      event.append((char) next);
      if (next == '\n' && event.toString().endsWith("\n\n")) {
        if (event.indexOf(name) >= 0) {
          return event.toString().getBytes(US_ASCII).length;
        }
        event.setLength(0);
      }
    }
  }
}
