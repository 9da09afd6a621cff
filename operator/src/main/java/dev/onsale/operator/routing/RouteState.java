package dev.onsale.operator.routing;

import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.conditions.Verdict;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a Gateway says of the route that we gave it. */
public final class RouteState {

  private RouteState() {}

  /** Nobody reports on an Ingress in words that all controllers share: made is all we know. */
  public static Verdict ingress(EventRoute route) {
    return Verdict.yes(Reason.Routed, "Ingress " + route.host() + " is made");
  }

  /**
   * @param object the HTTPRoute as it is, if it is there yet
   */
  public static Verdict httpRoute(EventRoute route, Optional<GenericKubernetesResource> object) {
    List<Map<?, ?>> conditions =
        object.stream()
            .flatMap(found -> maps(found.get("status", "parents")))
            .flatMap(parent -> maps(parent.get("conditions")))
            .toList();
    Optional<Map<?, ?>> refused =
        conditions.stream()
            .filter(
                condition -> List.of("Accepted", "ResolvedRefs").contains(condition.get("type")))
            .filter(condition -> "False".equals(condition.get("status")))
            .findFirst();
    if (refused.isPresent()) {
      return Verdict.no(
          Reason.RouteRefused,
          "The Gateway refuses the route for %s: %s: %s"
              .formatted(route.host(), refused.get().get("reason"), refused.get().get("message")));
    }
    return conditions.stream()
            .anyMatch(
                condition ->
                    "Accepted".equals(condition.get("type"))
                        && "True".equals(condition.get("status")))
        ? Verdict.yes(Reason.Routed, "The Gateway routes " + route.host())
        : Verdict.unknown(
            Reason.RoutePending,
            "No Gateway has taken the route for %s yet".formatted(route.host()));
  }

  private static Stream<Map<?, ?>> maps(@Nullable Object list) {
    return list instanceof List<?> entries
        ? entries.stream()
            .<Map<?, ?>>mapMulti(
                (entry, out) -> {
                  if (entry instanceof Map<?, ?> map) {
                    out.accept(map);
                  }
                })
        : Stream.empty();
  }
}
