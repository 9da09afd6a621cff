package dev.onsale.booking.web;

import dev.onsale.booking.boundary.ProblemException;
import java.time.Duration;

/** Problems that several paths answer. */
final class Problems {
  private Problems() {}

  /** 422: one key, two requests. */
  static ProblemException keyReused() {
    return new ProblemException(
        422,
        "idempotency-key-reused",
        "The Idempotency-Key belongs to another request",
        "send a fresh Idempotency-Key with a new request, and the same body with a repeated one");
  }

  /** 409: the same thing is being done just now. */
  static ProblemException concurrent() {
    return new ProblemException(
            409,
            "in-progress",
            "A request for the same thing is under way",
            "repeat this request with the same Idempotency-Key")
        .retryAfter(Duration.ofSeconds(1));
  }
}
