package dev.onsale.api.v1alpha1;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How a change of this field, and of the fields below it, takes effect. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Changes {
  /** When an edit counts. */
  Effect value();

  /** The three kinds of field. */
  enum Effect {
    /** Frozen from a moment of the event's life that the CRD enforces. */
    IMMUTABLE,
    /** Reaches every running pod within seconds, without a roll. */
    LIVE,
    /** Needs new pods; deferred while the event is frozen. */
    BOOT
  }
}
