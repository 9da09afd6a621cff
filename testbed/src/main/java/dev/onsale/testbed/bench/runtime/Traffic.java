package dev.onsale.testbed.bench.runtime;

import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What is sent, and what must come back. Both are asked on the one thread of the load.
 *
 * @param next the next request; null when there are no more
 * @param right whether an answer is what it must be
 */
record Traffic(Supplier<byte @org.jspecify.annotations.Nullable []> next, Predicate<Answer> right) {

  /** The same request again and again. */
  static Traffic of(byte[] request, int status) {
    return new Traffic(() -> request, answer -> answer.status() == status);
  }
}
