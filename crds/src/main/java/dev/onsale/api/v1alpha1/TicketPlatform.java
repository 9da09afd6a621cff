package dev.onsale.api.v1alpha1;

import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** What events of a cluster share: stores, providers, routing, defaults. Cluster-scoped. */
@Group("onsale.dev")
@Version("v1alpha1")
@Singular("ticketplatform")
@Plural("ticketplatforms")
@ShortNames("tp")
public class TicketPlatform extends CustomResource<TicketPlatformSpec, TicketPlatformStatus> {
  private static final long serialVersionUID = 1L;
}
