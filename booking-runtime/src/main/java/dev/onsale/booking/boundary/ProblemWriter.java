package dev.onsale.booking.boundary;

import dev.onsale.booking.stores.StaleEpochException;
import dev.onsale.booking.stores.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebInputException;
import tools.jackson.databind.json.JsonMapper;

/** What a failure is to the caller, and how it is written. */
public final class ProblemWriter {
  private static final Logger log = LoggerFactory.getLogger(ProblemWriter.class);
  private static final Duration STORE_RETRY = Duration.ofSeconds(2);

  private final JsonMapper json;

  public ProblemWriter(JsonMapper json) {
    this.json = json;
  }

  /**
   * The problem that a failure is; one that is our fault is recorded.
   *
   * @param request method and path, for the record
   * @param traceparent of the request
   */
  public static ProblemException problem(
      Throwable failure, String request, @Nullable String traceparent) {
    ProblemException problem = translated(failure);
    if (problem.status() == 500) {
      log.atError()
          .addKeyValue("trace.id", TraceContext.traceId(traceparent))
          .setCause(failure)
          .log("{} failed", request);
    }
    return problem;
  }

  /** The problem's document. */
  public byte[] body(ProblemException problem, String path) {
    return json.writeValueAsBytes(problem.body(path));
  }

  private static ProblemException translated(Throwable failure) {
    return switch (failure) {
      case CompletionException wrapped when wrapped.getCause() != null ->
          translated(wrapped.getCause());
      case ProblemException problem -> problem;
      case StoreUnavailableException away ->
          unavailable("store-unavailable", away.store() + " does not answer; nothing was done");
      case StaleEpochException stale ->
          unavailable("recovering", "the event's live data is being rebuilt; your place is kept");
      case DataBufferLimitException large -> tooLarge();
      case ServerWebInputException input when caused(input, DataBufferLimitException.class) ->
          tooLarge();
      case ServerWebInputException input -> ProblemException.badRequest(inputDetail(input));
      case ErrorResponse large when large.getStatusCode().value() == 413 -> tooLarge();
      case ErrorResponse known -> known(known);
      default ->
          new ProblemException(
              500, "internal", "Something broke on our side", "the error was recorded; try again");
    };
  }

  private static ProblemException unavailable(String slug, String detail) {
    return new ProblemException(503, slug, "Please try again shortly", detail)
        .retryAfter(STORE_RETRY);
  }

  private static ProblemException tooLarge() {
    return new ProblemException(
        413, "too-large", "The request is too large", "send a body of at most 64 kB");
  }

  private static String inputDetail(ServerWebInputException input) {
    String reason = input.getReason();
    Throwable root = input.getMostSpecificCause();
    if (root instanceof tools.jackson.core.JacksonException unreadable) {
      return "the JSON body cannot be read: " + unreadable.getOriginalMessage();
    }
    return reason == null ? "a part of the request is missing or of the wrong type" : reason;
  }

  private static ProblemException known(ErrorResponse known) {
    HttpStatusCode status = known.getStatusCode();
    HttpStatus name = HttpStatus.resolve(status.value());
    String title = name == null ? "Error" : name.getReasonPhrase();
    String slug = title.toLowerCase(java.util.Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String detail = known.getBody().getDetail();
    return new ProblemException(status.value(), slug, title, detail == null ? title : detail);
  }

  private static boolean caused(Throwable failure, Class<? extends Throwable> type) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (type.isInstance(at)) {
        return true;
      }
    }
    return false;
  }
}
