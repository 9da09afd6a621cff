package dev.onsale.platform;

import dev.onsale.booking.boundary.ProblemException;
import dev.onsale.booking.webhooks.Webhook;
import dev.onsale.booking.webhooks.Webhook.Concerned;
import dev.onsale.booking.webhooks.WebhookReader;
import dev.onsale.booking.webhooks.WebhookRefusedException;
import dev.onsale.platform.WebhookForwarder.Outcome;
import dev.onsale.platform.WebhookForwarder.Signed;
import dev.onsale.runtime.BuyerPaths;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes webhooks of every event; answers what the event answered. */
@RestController
@RequestMapping(BuyerPaths.PLATFORM_WEBHOOKS)
final class PlatformWebhookController {
  private static final byte[] EMPTY = {};
  private static final byte[] IGNORED =
      "{\"outcome\":\"ignored\"}".getBytes(StandardCharsets.UTF_8);
  private static final Duration RETRY = Duration.ofSeconds(10);

  private final WebhookReader reader;
  private final KnownEvents events;
  private final WebhookForwarder forwarder;
  private final MeterRegistry meters;

  PlatformWebhookController(
      WebhookReader reader, KnownEvents events, WebhookForwarder forwarder, MeterRegistry meters) {
    this.reader = reader;
    this.events = events;
    this.forwarder = forwarder;
    this.meters = meters;
    // There before anything happens, so that the first is an increase.
    Stream.of("forwarded", "ignored", "refused", "unreachable", "busy").forEach(this::counter);
  }

  @PostMapping("/{provider}")
  ResponseEntity<byte[]> receive(
      @PathVariable String provider,
      @RequestHeader HttpHeaders headers,
      @RequestBody(required = false) byte @Nullable [] body) {
    if (!provider.equals(reader.path())) {
      throw ProblemException.notFound("this platform's events are paid with " + reader.path());
    }
    byte[] sent = body == null ? EMPTY : body;
    @Nullable String signature = headers.getFirst(reader.signatureHeader());
    Webhook webhook = read(sent, signature);
    Concerned concerned = webhook.concerned();
    if (concerned == null || signature == null) {
      return ignored();
    }
    List<String> services = events.services(concerned.namespace(), concerned.event());
    return services.isEmpty()
        ? ignored()
        : forwarded(
            forwarder.forward(
                concerned,
                services,
                provider,
                new Signed(sent, reader.signatureHeader(), signature)));
  }

  private Webhook read(byte[] body, @Nullable String signature) {
    try {
      return reader.read(body, signature);
    } catch (WebhookRefusedException refused) {
      counter("refused").increment();
      throw ProblemException.badRequest("this is no webhook of ours: " + refused.getMessage());
    }
  }

  /** Of an event that this platform does not have: another cluster may share the account. */
  private ResponseEntity<byte[]> ignored() {
    counter("ignored").increment();
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .contentType(MediaType.APPLICATION_JSON)
        .body(IGNORED);
  }

  private ResponseEntity<byte[]> forwarded(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered answered -> {
        counter("forwarded").increment();
        yield answer(answered.answer());
      }
      case Outcome.Unreachable unreachable -> {
        counter("unreachable").increment();
        throw again("unreachable", "the event does not answer; send it again");
      }
      case Outcome.Busy busy -> {
        counter("busy").increment();
        throw again("busy", "too many webhooks are on their way to events");
      }
    };
  }

  private static ResponseEntity<byte[]> answer(HttpResponse<byte[]> answer) {
    ResponseEntity.BodyBuilder builder =
        ResponseEntity.status(answer.statusCode()).cacheControl(CacheControl.noStore());
    Stream.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.RETRY_AFTER)
        .forEach(
            name ->
                answer.headers().firstValue(name).ifPresent(value -> builder.header(name, value)));
    return builder.body(answer.body());
  }

  private static ProblemException again(String slug, String detail) {
    return new ProblemException(503, slug, "Please try again shortly", detail).retryAfter(RETRY);
  }

  private Counter counter(String outcome) {
    return meters.counter("onsale.webhooks", "outcome", outcome);
  }
}
