package dev.onsale.testbed.bench.reconcile;

import java.util.Locale;
import java.util.Map;

/**
 * The names by which one event appears in what is asked for it.
 *
 * @param storeKey of schema, roles and keys
 */
record Subject(String namespace, String name, String uid, String storeKey) {

  /** The API group in which the operator does not see what the bare client makes. */
  static final String REFERENCE_GROUP = "bench.onsale.dev";

  /** What was asked for another event, asked for this one, in the reference's API group. */
  String insteadOf(Subject recorded, String text) {
    String result = text;
    for (Map.Entry<String, String> name :
        Map.of(
                recorded.namespace(), namespace,
                recorded.name(), name,
                recorded.uid(), uid,
                recorded.storeKey(), storeKey)
            .entrySet()) {
      result = result.replace(name.getKey(), name.getValue());
    }
    return result.replace("onsale.dev", REFERENCE_GROUP);
  }

  /** Of an event of the reference. */
  static Subject ofReference(String namespace, String name) {
    String uid = java.util.UUID.randomUUID().toString();
    return new Subject(
        namespace,
        name,
        uid,
        "ev_" + uid.replace("-", "").substring(0, 20).toLowerCase(Locale.ROOT));
  }
}
