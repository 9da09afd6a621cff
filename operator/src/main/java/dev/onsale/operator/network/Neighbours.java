package dev.onsale.operator.network;

import dev.onsale.api.v1alpha1.Network;
import dev.onsale.api.v1alpha1.TicketEventSpec;
import dev.onsale.api.v1alpha1.TicketPlatformSpec;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an event's pods have around them: what the arrows of the matrix are drawn from.
 *
 * @param operatorNamespace where the platform's own pods are
 */
public record Neighbours(
    TicketPlatformSpec platform, TicketEventSpec event, String operatorNamespace) {

  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  /** Whether the platform says who its neighbours are. If not, there are no policies. */
  public static boolean named(Network network) {
    Network.Egress to = network.egressTo();
    return Stream.of(
            network.ingressFrom(),
            to.postgres(),
            to.redis(),
            to.kafka(),
            to.dns(),
            to.identity(),
            to.payment(),
            to.beacon(),
            to.telemetry())
        .anyMatch(peers -> !peers.isEmpty());
  }

  List<Integer> postgresPorts() {
    return List.of(platform.postgres().port());
  }

  List<Integer> redisPorts() {
    return ports(platform.redis().endpoints().stream());
  }

  List<Integer> kafkaPorts() {
    return ports(Stream.of(platform.kafka().bootstrapServers().split(",")));
  }

  /** The port of a URL that a validated spec holds. */
  static int port(String url) {
    URI uri = URI.create(url);
    return uri.getPort() > 0 ? uri.getPort() : "http".equals(uri.getScheme()) ? HTTP : HTTPS;
  }

  private static List<Integer> ports(Stream<String> endpoints) {
    return endpoints
        .map(endpoint -> endpoint.substring(endpoint.lastIndexOf(':') + 1))
        .map(Integer::valueOf)
        .distinct()
        .sorted()
        .toList();
  }
}
