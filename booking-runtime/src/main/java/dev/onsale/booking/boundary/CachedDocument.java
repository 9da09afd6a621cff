package dev.onsale.booking.boundary;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/**
 * A public document, written once for each state of what it is made of and then answered from
 * memory, with an {@code ETag}.
 *
 * @param <S> what it is made of; compared with {@code equals}
 */
public final class CachedDocument<S> {
  private final JsonMapper json;
  private final Function<S, Object> content;
  private volatile @Nullable Written<S> last;

  /**
   * The document as it is sent.
   *
   * @param text JSON
   * @param body the same in UTF-8; not to be changed
   * @param etag with its quotation marks
   */
  public record Written<S>(S source, String text, byte[] body, String etag) {}

  /**
   * @param content makes the JSON data; called again when the source changed
   */
  public CachedDocument(JsonMapper json, Function<S, Object> content) {
    this.json = json;
    this.content = content;
  }

  /** The answer for that state. */
  public ResponseEntity<byte[]> answer(S source, CacheControl cache) {
    Written<S> written = written(source);
    return ResponseEntity.ok()
        .cacheControl(cache)
        .eTag(written.etag())
        .contentType(MediaType.APPLICATION_JSON)
        .body(written.body());
  }

  /** The document for that state. */
  public Written<S> written(S source) {
    Written<S> known = last;
    if (known != null && known.source().equals(source)) {
      return known;
    }
    String text = json.writeValueAsString(content.apply(source));
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    Written<S> written = new Written<>(source, text, body, '"' + digest(body) + '"');
    last = written;
    return written;
  }

  private static String digest(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body), 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is part of every Java platform", e);
    }
  }
}
