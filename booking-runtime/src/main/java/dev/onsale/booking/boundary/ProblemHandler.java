package dev.onsale.booking.boundary;

import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Every error of a controller as {@code application/problem+json}. */
@Order(-2)
public final class ProblemHandler implements ErrorWebExceptionHandler {
  private final ProblemWriter writer;

  public ProblemHandler(JsonMapper json) {
    this.writer = new ProblemWriter(json);
  }

  @Override
  public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
    ServerHttpResponse response = exchange.getResponse();
    if (response.isCommitted()) {
      return Mono.error(failure);
    }
    String path = exchange.getRequest().getPath().value();
    ProblemException problem =
        ProblemWriter.problem(
            failure, exchange.getRequest().getMethod() + " " + path, traceparent(exchange));
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
    byte[] body = writer.body(problem, path);
    return response.writeWith(Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
  }

  private static @org.jspecify.annotations.Nullable String traceparent(ServerWebExchange exchange) {
    return exchange.getRequest().getHeaders().getFirst(TraceContext.HEADER);
  }
}
