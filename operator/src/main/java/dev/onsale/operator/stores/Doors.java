package dev.onsale.operator.stores;

import dev.onsale.operator.conditions.Reason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Whether somebody listens, where the operator has no login to ask with. */
public final class Doors {

  private static final int TIMEOUT_MILLIS = 5_000;

  private Doors() {}

  /**
   * @param field of the platform that says where
   * @param place {@code host:port}
   * @throws StoreFailure if nobody answers in 5 s
   */
  public static void knock(String store, String field, String place) {
    int colon = place.lastIndexOf(':');
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(
              place.substring(0, colon), Integer.parseInt(place.substring(colon + 1))),
          TIMEOUT_MILLIS);
    } catch (IOException | IllegalArgumentException e) {
      throw new StoreFailure(
          Reason.Unreachable,
          "%s at %s does not answer; check %s, and that it runs".formatted(store, place, field),
          e);
    }
  }
}
