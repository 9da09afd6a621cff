package dev.onsale.platform;

import dev.onsale.runtime.EventServices;
import java.net.URI;

/** Where a Service is. Both words are DNS labels. */
public interface ServiceAddress {

  /** By the cluster's own names: no webhook can lead anywhere else. */
  ServiceAddress IN_CLUSTER =
      (namespace, service) ->
          URI.create("http://%s.%s.svc:%d".formatted(service, namespace, EventServices.PORT));

  /** Scheme, host and port. */
  URI of(String namespace, String service);
}
