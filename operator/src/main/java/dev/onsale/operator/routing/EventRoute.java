package dev.onsale.operator.routing;

import dev.onsale.api.v1alpha1.Routing;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.runtime.BuyerPaths;
import dev.onsale.scaling.Component;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * An event's address on the platform's domain, and which Service answers which path.
 *
 * @param host one label below the domain, so that one wildcard certificate serves every event
 * @param base path where the event's API begins
 * @param paths the longest first
 */
public record EventRoute(String host, String base, List<Path> paths) {

  private static final int HASH_DIGITS = 8;

  /**
   * @param service name of a Service of the event, port {@code http}
   */
  public record Path(String prefix, String service) {}

  public EventRoute {
    paths = List.copyOf(paths);
  }

  /** Empty where the platform routes nothing, or nobody serves buyers. */
  public static Optional<EventRoute> of(
      EventIdentity event, Collection<Component> components, Routing routing) {
    String domain = routing.domain();
    List<Path> paths =
        BuyerPaths.of(event.namespace(), event.name()).stream()
            .flatMap(
                path ->
                    components.stream()
                        .filter(component -> component.roles().contains(path.role()))
                        .map(
                            component ->
                                new Path(path.prefix(), component.objectName(event.name()))))
            .toList();
    return domain == null || routing.type() == Routing.Type.None || paths.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new EventRoute(
                label(event) + "." + domain,
                BuyerPaths.base(event.namespace(), event.name()),
                shortest(paths)));
  }

  /**
   * Where a platform's webhooks arrive; no event's label is this one, since theirs end in digits.
   */
  public static Optional<EventRoute> ofWebhooks(String service, Routing routing) {
    String domain = routing.domain();
    return domain == null || routing.type() == Routing.Type.None
        ? Optional.empty()
        : Optional.of(
            new EventRoute(
                "payments." + domain,
                BuyerPaths.PLATFORM_WEBHOOKS,
                List.of(new Path(BuyerPaths.PLATFORM_WEBHOOKS, service))));
  }

  /** What buyers open. */
  public String url() {
    return "https://" + host + base;
  }

  /** Object name of the Ingress or HTTPRoute. */
  public static String objectName(String event) {
    return event + "-buyers";
  }

  /**
   * The event's name and a digest of namespace and name: {@code N-S} would be one label for events
   * {@code a-b} of {@code c} and {@code a} of {@code b-c}, and could be too long for one.
   */
  private static String label(EventIdentity event) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((event.namespace() + "/" + event.name()).getBytes(StandardCharsets.UTF_8));
      return event.name() + "-" + HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** Where one Service answers every path, the shortest prefix says it all. */
  private static List<Path> shortest(List<Path> paths) {
    return paths.stream().map(Path::service).distinct().count() == 1
        ? List.of(paths.getLast())
        : paths;
  }
}
