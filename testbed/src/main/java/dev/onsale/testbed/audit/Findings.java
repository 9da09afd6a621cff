package dev.onsale.testbed.audit;

import java.util.List;

/**
 * The outcome of an audit.
 *
 * @param sold tickets of confirmed orders, by the database
 * @param maxActiveSeen the highest number of sessions at once, of what the runtime counted and what
 *     the buyers lived through
 * @param notChecked what could not be checked, and why
 */
public record Findings(
    int capacity, int sold, int maxActiveSeen, List<Breach> breaches, List<String> notChecked) {

  public Findings {
    breaches = List.copyOf(breaches);
    notChecked = List.copyOf(notChecked);
  }

  public int count(Promise promise) {
    return (int) breaches.stream().filter(breach -> breach.promise() == promise).count();
  }

  public boolean everyPromiseKept() {
    return breaches.isEmpty();
  }
}
