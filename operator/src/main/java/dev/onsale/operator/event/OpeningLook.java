package dev.onsale.operator.event;

import dev.onsale.api.v1alpha1.Routing;
import dev.onsale.api.v1alpha1.TicketEvent;
import dev.onsale.api.v1alpha1.TicketPlatform;
import dev.onsale.operator.event.OpenFacts.Certificate;
import dev.onsale.operator.event.bluegreen.RolloutState;
import dev.onsale.operator.event.plan.ComponentPlan;
import dev.onsale.operator.event.plan.EventPlan;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Collects what {@link OpenReadiness} decides by, while the opening is near. */
final class OpeningLook {

  private static final String CERTIFICATE = "tls.crt";

  private OpeningLook() {}

  static OpenFacts look(EventPlan plan, Context<TicketEvent> context, Instant now) {
    if (!OpenReadiness.matters(plan.timeline(), now)) {
      return OpenFacts.NOT_ASKED;
    }
    Map<String, Integer> available =
        context
            .getSecondaryResourcesAsStream(Deployment.class)
            .collect(
                Collectors.toMap(
                    deployment -> deployment.getMetadata().getName(), OpeningLook::available));
    RolloutState.all(context)
        .forEach(rollout -> available.merge(rollout.name(), rollout.available(), Math::max));
    Map<String, OpenFacts.Pods> pods = new HashMap<>();
    for (ComponentPlan component : plan.components()) {
      String name = component.component().objectName(plan.event().name());
      pods.put(name, new OpenFacts.Pods(available.getOrDefault(name, 0), component.floor()));
    }
    Routing.Certificate tls =
        context
            .getSecondaryResource(TicketPlatform.class)
            .map(platform -> platform.getSpec().routing())
            .filter(routing -> routing.type() != Routing.Type.None)
            .map(Routing::tls)
            .orElse(null);
    return new OpenFacts(
        pods,
        tls == null
            ? new Certificate.None()
            : certificate(plan.event().namespace(), tls.secretName(), context));
  }

  private static int available(Deployment deployment) {
    Integer ready =
        deployment.getStatus() == null ? null : deployment.getStatus().getAvailableReplicas();
    return ready == null ? 0 : ready;
  }

  private static Certificate certificate(
      String namespace, String name, Context<TicketEvent> context) {
    Secret secret = context.getClient().secrets().inNamespace(namespace).withName(name).get();
    String encoded =
        secret == null || secret.getData() == null ? null : secret.getData().get(CERTIFICATE);
    if (encoded == null) {
      return new Certificate.Unusable(
          "Secret \"%s\" of the platform's spec.routing.tls has no %s in this namespace; create it"
              .formatted(name, CERTIFICATE));
    }
    try {
      X509Certificate first =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(
                      new ByteArrayInputStream(Base64.getDecoder().decode(encoded)));
      return new Certificate.Until(name, first.getNotAfter().toInstant());
    } catch (CertificateException | IllegalArgumentException e) {
      return new Certificate.Unusable(
          "%s of Secret \"%s\" is no certificate in PEM; renew it".formatted(CERTIFICATE, name));
    }
  }
}
