package dev.onsale.operator.webhooks;

import dev.onsale.api.v1alpha1.Routing;
import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.operator.cluster.EventDirectory;
import dev.onsale.operator.conditions.Reason;
import dev.onsale.operator.conditions.Verdict;
import dev.onsale.operator.optional.OptionalKind;
import dev.onsale.operator.optional.OptionalObjects;
import dev.onsale.operator.optional.Presence;
import dev.onsale.operator.routing.EventRoute;
import dev.onsale.operator.secrets.PlatformKeys;
import dev.onsale.operator.secrets.RootSecret;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * Keeps what routes a platform's webhooks, in the operator's namespace: made where {@code
 * payment.webhookReplicas} asks for it, looked at with each probe of the platform, and written only
 * where it differs. Nothing is watched: the few objects are read by name.
 */
public final class WebhookRouter {

  /** Type of the condition; it is there only while there are pods. */
  public static final String CONDITION = "WebhooksRouted";

  private final String clusterId;
  private final String namespace;
  private final RootSecret root;
  private final EventDirectory events;
  private final BooleanSupplier eventsKnown;
  private final OptionalObjects optional;

  /** Platforms of which nothing is left, so that nothing need be looked for. */
  private final Set<String> without = ConcurrentHashMap.newKeySet();

  /**
   * @param namespace the operator's
   * @param eventsKnown whether {@code events} has them all: while it has not, no event is taken off
   *     the router's list, for its webhooks would be nobody's
   */
  public WebhookRouter(
      String clusterId,
      String namespace,
      RootSecret root,
      EventDirectory events,
      BooleanSupplier eventsKnown,
      OptionalObjects optional) {
    this.clusterId = clusterId;
    this.namespace = namespace;
    this.root = root;
    this.events = events;
    this.eventsKnown = eventsKnown;
    this.optional = optional;
  }

  /** Makes, repairs or removes it; the condition, if there is one. */
  public Optional<Verdict> carryOut(TicketPlatform platform, Context<TicketPlatform> context) {
    if (platform.getSpec().payment().webhookPods() == 0) {
      remove(platform, context);
      return Optional.empty();
    }
    without.remove(uid(platform));
    return Optional.of(
        switch (root.read(events::anyHasData)) {
          case RootSecret.State.Lost lost -> Verdict.no(Reason.RootSecretLost, lost.message());
          case RootSecret.State.Present present -> apply(plan(platform, present), context);
        });
  }

  /**
   * Removes what runs, at once. Secret and ConfigMap hold nobody up and go with the platform: the
   * operator may delete neither in its own namespace, where its root and its notes are.
   */
  public void remove(TicketPlatform platform, Context<TicketPlatform> context) {
    if (without.contains(uid(platform))) {
      return;
    }
    boolean nothing = true;
    for (Class<? extends HasMetadata> kind : RouterObjects.KINDS) {
      nothing &= kind == ConfigMap.class || gone(kind, platform, context);
    }
    if (nothing) {
      without.add(uid(platform));
    }
  }

  private RouterPlan plan(TicketPlatform platform, RootSecret.State.Present present) {
    String name = platform.getMetadata().getName();
    return new RouterPlan(
        platform,
        namespace,
        new PlatformKeys(present.derivation(), clusterId, name).webhookSecret(),
        RouterPlan.services(events.perhapsUsing(name)));
  }

  private Verdict apply(RouterPlan plan, Context<TicketPlatform> context) {
    boolean known = eventsKnown.getAsBoolean();
    List<HasMetadata> wanted = RouterObjects.of(plan);
    RouterApply apply = new RouterApply(plan, context);
    List<RouterApply.Result> results = new ArrayList<>();
    results.add(apply.create(RouterObjects.secret(plan)));
    for (Class<? extends HasMetadata> kind : RouterObjects.KINDS) {
      if (kind == HTTPRoute.class && !routesServed()) {
        continue;
      }
      wanted.stream()
          .filter(kind::isInstance)
          .findFirst()
          .ifPresentOrElse(
              object -> results.add(apply.apply(object, kind == ConfigMap.class && !known)),
              () -> gone(kind, plan.platform(), context));
    }
    return results.stream()
        .flatMap(result -> result.problem().stream())
        .findFirst()
        .or(() -> routeMissing(plan))
        .orElseGet(() -> RouterReadiness.of(deployment(results), place(plan)));
  }

  private static Optional<Deployment> deployment(List<RouterApply.Result> results) {
    return results.stream()
        .map(RouterApply.Result::object)
        .filter(Deployment.class::isInstance)
        .map(Deployment.class::cast)
        .findFirst();
  }

  private boolean routesServed() {
    return optional.presence(OptionalKind.HTTP_ROUTE) == Presence.PRESENT;
  }

  private Optional<Verdict> routeMissing(RouterPlan plan) {
    boolean missing =
        plan.spec().routing().type() == Routing.Type.HTTPRoute
            && optional.presence(OptionalKind.HTTP_ROUTE) == Presence.ABSENT;
    return missing
        ? Optional.of(
            Verdict.no(
                Reason.RouteApiMissing,
                "spec.routing.type is HTTPRoute, which this cluster does not serve; install Gateway API or use Ingress"))
        : Optional.empty();
  }

  /** Where the provider is to send to. */
  private static String place(RouterPlan plan) {
    String name = plan.metadata().getName();
    return EventRoute.ofWebhooks(name, plan.spec().routing())
        .map(route -> "at " + route.url())
        .orElseGet(() -> "at Service %s/%s".formatted(plan.namespace(), name));
  }

  /** Whether there was nothing of this kind. */
  private boolean gone(
      Class<? extends HasMetadata> kind, TicketPlatform platform, Context<TicketPlatform> context) {
    if (kind == HTTPRoute.class && !routesServed()) {
      return optional.presence(OptionalKind.HTTP_ROUTE) == Presence.ABSENT;
    }
    String name = platform.getMetadata().getName();
    var resource =
        context.getClient().resources(kind).inNamespace(namespace).withName(RouterName.of(name));
    HasMetadata found = resource.get();
    if (found == null || !RouterApply.ours(found, name)) {
      return true;
    }
    resource.delete();
    return false;
  }

  private static String uid(TicketPlatform platform) {
    return platform.getMetadata().getUid();
  }
}
