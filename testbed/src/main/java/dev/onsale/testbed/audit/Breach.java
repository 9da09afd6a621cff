package dev.onsale.testbed.audit;

/**
 * One broken promise.
 *
 * @param what what was found, with the ids to look at
 */
public record Breach(Promise promise, String what) {}
