package dev.onsale.operator.event.dependent;

import dev.onsale.operator.event.plan.EventNames;
import dev.onsale.operator.event.plan.EventPlan;
import java.util.Map;

/** Secret {@code N-owner}: the login that migrates the schema; only the init container sees it. */
public final class OwnerSecretChild extends SecretChild {

  @Override
  String objectName(String event) {
    return EventNames.ownerSecret(event);
  }

  @Override
  Map<String, String> files(EventPlan plan) {
    return plan.keys().ownerFiles();
  }
}
