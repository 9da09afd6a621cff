package dev.onsale.operator.network;

import dev.onsale.runtime.Role;
import java.util.stream.Collectors;

/** The page docs/network.md. */
final class MatrixTable {

  private MatrixTable() {}

  static String page() {
    return """
    <!-- written from Matrix.java by MatrixTableTest -->

    # Who may talk to an event's pods

    As soon as a TicketPlatform names neighbours in `spec.network`, every event of it gets NetworkPolicies that select its own pods only: \
    `N-default-deny` denies everything in both directions, and one policy a component (`N-runtime`, or `N-queue`, `N-booking`, `N-worker`) \
    lets through what its roles need. Fields are those of `spec.network` and of the platform; whoever is in no row is denied, \
    pods of other components and of other events among them: components meet only in the stores.

    | connection | from | to | roles | ports | when |
    |---|---|---|---|---|---|
    %s

    "The internet" is every address but private, shared, link-local, loopback, multicast and reserved ranges, those behind NAT64 included. \
    A range that is named and wider than one of these is let through without it. The addresses where clouds hand out credentials \
    (169.254.169.254, 169.254.170.2, 169.254.170.23, fd00:ec2::254) are never let through, and a platform that names one is refused.

    Role `settlement` is the Job in the operator's namespace that settles what a deleted event left open. Its pod has a policy of its own, named \
    like the Job, and nobody may connect to it.

    A peer with `podSelector` alone means pods of the event's own namespace, as in a NetworkPolicy. \
    A `podSelector` with an empty `namespaceSelector` means pods of any namespace.

    ## Pods that route a platform's webhooks

    They run in the operator's namespace and have one policy, `onsale-webhooks-PLATFORM`. They reach neither stores nor the internet.

    | connection | from | to | ports | when |
    |---|---|---|---|---|
    %s
    """
        .formatted(
            Matrix.ARROWS.stream().map(MatrixTable::row).collect(Collectors.joining("\n")),
            RouterMatrix.ARROWS.stream()
                .map(MatrixTable::routerRow)
                .collect(Collectors.joining("\n")));
  }

  private static String routerRow(Arrow<?> arrow) {
    boolean in = arrow.direction() == Arrow.Direction.IN;
    String ours = "the router's pods";
    return "| %s | %s | %s | %s | %s |"
        .formatted(
            arrow.name(),
            in ? arrow.whom() : ours,
            in ? ours : arrow.whom(),
            arrow.ports(),
            arrow.when());
  }

  private static String row(Arrow<?> arrow) {
    boolean in = arrow.direction() == Arrow.Direction.IN;
    String roles =
        arrow.roles().size() == Role.values().length
            ? "all"
            : arrow.roles().stream().map(Role::word).collect(Collectors.joining(", "));
    return "| %s | %s | %s | %s | %s | %s |"
        .formatted(
            arrow.name(),
            in ? arrow.whom() : "the event's pods",
            in ? "the event's pods" : arrow.whom(),
            arrow.settles() ? roles + ", settlement" : roles,
            arrow.ports(),
            arrow.when());
  }
}
