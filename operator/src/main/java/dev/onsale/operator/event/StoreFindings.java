package dev.onsale.operator.event;

import dev.onsale.operator.secrets.Rotation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found at the stores beside the data.
 *
 * @param aclNotPersistent whether a Redis server would forget the users with its next restart
 * @param beyondRepair what differs and is not the operator's to change, for people
 * @param rotation which logins are in force; null if the stores were not reached
 */
record StoreFindings(
    boolean aclNotPersistent, List<String> beyondRepair, @Nullable Rotation rotation) {

  static final StoreFindings NONE = new StoreFindings(false, List.of(), null);
}
