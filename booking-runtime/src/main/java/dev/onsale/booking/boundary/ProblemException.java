package dev.onsale.booking.boundary;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is an error the caller can act on: RFC 9457 {@code application/problem+json}.
 *
 * <p>Its {@code type} is {@code https://onsale.dev/problems/} and the slug.
 */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String slug;
  private final String title;
  private final transient Map<String, Object> members = new LinkedHashMap<>();
  private @Nullable Duration retryAfter;

  /**
   * @param status HTTP status, 400 to 599
   * @param slug last part of the type, such as {@code seats-unavailable}
   * @param title says the same for every problem of this type
   * @param detail says what is wrong here and what to do
   */
  public ProblemException(int status, String slug, String title, String detail) {
    super(detail, null, false, false);
    this.status = status;
    this.slug = slug;
    this.title = title;
  }

  /** 400 {@code bad-request}. */
  public static ProblemException badRequest(String detail) {
    return new ProblemException(400, "bad-request", "The request cannot be read", detail);
  }

  /** 404 {@code not-found}; also for what belongs to somebody else. */
  public static ProblemException notFound(String detail) {
    return new ProblemException(404, "not-found", "There is no such thing", detail);
  }

  /** 422 {@code invalid}. */
  public static ProblemException invalid(String detail) {
    return new ProblemException(422, "invalid", "The request makes no sense here", detail);
  }

  /** Adds a member that lets a program act; the value must be plain JSON data. */
  public ProblemException with(String member, Object value) {
    members.put(member, value);
    return this;
  }

  /** Adds a {@code Retry-After} header, rounded up to whole seconds, at least 1. */
  public ProblemException retryAfter(Duration after) {
    retryAfter = after;
    return this;
  }

  /** HTTP status, 400 to 599. */
  public int status() {
    return status;
  }

  /** Whole seconds for a {@code Retry-After} header; 0 without one. */
  public long retryAfterSeconds() {
    Duration after = retryAfter;
    return after == null ? 0 : Math.max(1, (after.toMillis() + 999) / 1000);
  }

  Map<String, Object> body(String instance) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", URI.create("https://onsale.dev/problems/" + slug).toString());
    body.put("title", title);
    body.put("status", status);
    body.put("detail", String.valueOf(getMessage()));
    body.put("instance", instance);
    body.putAll(members);
    return body;
  }
}
