package dev.onsale.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonCreator;

/** What happens to sales data when an event is deleted. */
public enum DeletionPolicy {
  Retain,
  Delete,
  Unsupported;

  @JsonCreator
  static DeletionPolicy of(String name) {
    return Given.name(values(), name, Unsupported);
  }
}
