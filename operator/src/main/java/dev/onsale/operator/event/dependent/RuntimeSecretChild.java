package dev.onsale.operator.event.dependent;

import dev.onsale.operator.event.plan.EventNames;
import dev.onsale.operator.event.plan.EventPlan;
import java.util.Map;

/** Secret {@code N-runtime}: the logins and keys that selling needs. */
public final class RuntimeSecretChild extends SecretChild {

  @Override
  String objectName(String event) {
    return EventNames.runtimeSecret(event);
  }

  @Override
  Map<String, String> files(EventPlan plan) {
    return plan.keys().runtimeFiles();
  }
}
