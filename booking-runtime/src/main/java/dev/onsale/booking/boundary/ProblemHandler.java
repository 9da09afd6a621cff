package dev.onsale.booking.boundary;

import dev.onsale.booking.stores.StaleEpochException;
import dev.onsale.booking.stores.StoreUnavailableException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebInputException;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Every error of the buyers' port as {@code application/problem+json}. */
@Order(-2)
public final class ProblemHandler implements ErrorWebExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);
  private static final Duration STORE_RETRY = Duration.ofSeconds(2);

  private final JsonMapper json;

  public ProblemHandler(JsonMapper json) {
    this.json = json;
  }

  @Override
  public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
    ServerHttpResponse response = exchange.getResponse();
    if (response.isCommitted()) {
      return Mono.error(failure);
    }
    ProblemException problem = problem(failure);
    if (problem.status() == 500) {
      log.error("{} {} failed", exchange.getRequest().getMethod(), path(exchange), failure);
    }
    response.setStatusCode(HttpStatusCode.valueOf(problem.status()));
    HttpHeaders headers = response.getHeaders();
    if (failure instanceof ErrorResponse known) {
      headers.addAll(known.getHeaders());
    }
    headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    headers.setCacheControl("no-store");
    headers.remove(HttpHeaders.ETAG);
    if (problem.retryAfterSeconds() > 0) {
      headers.set(HttpHeaders.RETRY_AFTER, Long.toString(problem.retryAfterSeconds()));
    }
    byte[] body = json.writeValueAsBytes(problem.body(path(exchange)));
    return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
  }

  private static String path(ServerWebExchange exchange) {
    return exchange.getRequest().getPath().value();
  }

  private static ProblemException problem(Throwable failure) {
    return switch (failure) {
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
