package dev.onsale.booking.web.hotlane;

import dev.onsale.booking.boundary.ProblemException;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Reads the bodies of requests. */
final class JsonBody<T> {
  private final ObjectReader reader;

  JsonBody(JsonMapper json, Class<T> type) {
    this.reader = json.readerFor(type);
  }

  /**
   * The request's body.
   *
   * @throws ProblemException 415 if it says that it is no JSON, 400 if it cannot be read; that
   *     names the field
   */
  T of(HotRequest request) {
    if (!isJson(request.head().headers().get(HttpHeaderNames.CONTENT_TYPE))) {
      throw new ProblemException(
          415,
          "unsupported-media-type",
          "Unsupported Media Type",
          "send JSON with the header Content-Type: application/json");
    }
    try {
      @Nullable T body = reader.readValue(request.takeBody());
      if (body == null) {
        throw ProblemException.badRequest("the JSON body is null; send an object");
      }
      return body;
    } catch (JacksonException unreadable) {
      throw ProblemException.badRequest(
          "the JSON body cannot be read%s: %s"
              .formatted(where(unreadable.getPath()), unreadable.getOriginalMessage()));
    }
  }

  private static boolean isJson(@Nullable String type) {
    if (type == null) {
      return false;
    }
    String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return media.equals("application/json")
        || media.startsWith("application/") && media.endsWith("+json");
  }

  private static String where(List<JacksonException.Reference> path) {
    String field =
        path.stream()
            .map(
                step ->
                    step.getPropertyName() == null
                        ? "[" + step.getIndex() + "]"
                        : "." + step.getPropertyName())
            .collect(Collectors.joining());
    return field.isEmpty() ? "" : " at " + (field.startsWith(".") ? field.substring(1) : field);
  }
}
