package dev.onsale.booking.boundary;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which trace a request belongs to, as its caller says: <a
 * href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C Trace Context</a>.
 */
public final class TraceContext {
  /** The header. */
  public static final String HEADER = "traceparent";

  private static final Pattern FORM =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}.*");

  private TraceContext() {}

  /** 32 hex digits, safe to be logged; empty without a header that is one. */
  public static String traceId(@Nullable String traceparent) {
    Matcher form = FORM.matcher(traceparent == null ? "" : traceparent);
    return form.matches() ? form.group(1) : "";
  }
}
