package dev.onsale.api.v1alpha1;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Singular;
import io.fabric8.kubernetes.model.annotation.Version;

/** One on-sale: a performance's seats, prices, schedule, queue and scaling. Namespaced. */
@Group("onsale.dev")
@Version("v1alpha1")
@Singular("ticketevent")
@Plural("ticketevents")
@ShortNames("te")
public class TicketEvent extends CustomResource<TicketEventSpec, TicketEventStatus>
    implements Namespaced {
  private static final long serialVersionUID = 1L;
}
