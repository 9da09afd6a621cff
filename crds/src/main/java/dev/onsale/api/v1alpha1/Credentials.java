package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;

/** Where an event's login at a store comes from. */
public enum Credentials {
  /** The operator makes it, with the store's administrator login. */
  Provisioned,
  /** A Secret in the event's namespace holds it; for clouds without an API for roles. */
  FromSecret,
  Unsupported;

  @JsonCreator
  static Credentials of(String name) {
    return Given.name(values(), name, Unsupported);
  }
}
