package dev.onsale.testbed.buyers;

import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a buyer's device carries from request to request: cookies and the two queue tokens. */
public final class Visitor {
  private final Map<String, String> cookies = new ConcurrentHashMap<>();
  private volatile @Nullable String placeToken;
  private volatile @Nullable String entryToken;

  public void placeToken(String token) {
    placeToken = token;
  }

  public void entryToken(String token) {
    entryToken = token;
  }

  public @Nullable String placeToken() {
    return placeToken;
  }

  public @Nullable String entryToken() {
    return entryToken;
  }

  /** Forgets the turn that was used up; the device stays the same. */
  public void forgetTurn() {
    placeToken = null;
    entryToken = null;
  }

  void sign(HttpRequest.Builder request) {
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
              .collect(Collectors.joining("; ")));
    }
    if (placeToken instanceof String token) {
      request.header("X-Queue-Place-Token", token);
    }
    if (entryToken instanceof String token) {
      request.header("X-Queue-Entry-Token", token);
    }
  }

  void remember(HttpHeaders headers) {
    for (String cookie : headers.allValues("Set-Cookie")) {
      String pair = cookie.split(";", 2)[0];
      int equals = pair.indexOf('=');
      if (equals > 0) {
        cookies.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
      }
    }
  }
}
