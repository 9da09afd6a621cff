package dev.onsale.booking.boundary;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpCookie;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Who sent a request that a controller answers. */
record ExchangeCaller(ServerHttpRequest request) implements Caller {
  @Override
  public @Nullable String header(String name) {
    return request.getHeaders().getFirst(name);
  }

  @Override
  public @Nullable String cookie(String name) {
    HttpCookie cookie = request.getCookies().getFirst(name);
    return cookie == null ? null : cookie.getValue();
  }

  @Override
  public boolean hasCookies() {
    return !request.getCookies().isEmpty();
  }

  @Override
  public boolean reads() {
    return request.getMethod() == HttpMethod.GET || request.getMethod() == HttpMethod.HEAD;
  }

  @Override
  public boolean encrypted() {
    return request.getSslInfo() != null || "https".equalsIgnoreCase(header("X-Forwarded-Proto"));
  }
}
