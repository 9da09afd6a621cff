package dev.onsale.booking.web;

import dev.onsale.booking.boundary.EventPath;
import dev.onsale.booking.boundary.ProblemException;
import dev.onsale.booking.webhooks.Webhook;
import dev.onsale.booking.webhooks.Webhook.Concerned;
import dev.onsale.booking.webhooks.WebhookInbox;
import dev.onsale.booking.webhooks.WebhookReader;
import dev.onsale.booking.webhooks.WebhookRefusedException;
import dev.onsale.runtime.RuntimeBoot;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes what the payment provider says; 200 means it is durable, or none of our business. */
@RestController
@RequestMapping(EventPath.BASE + "/payments/webhooks")
final class WebhookController {
  private static final byte[] EMPTY = {};
  private static final Duration BUSY_RETRY = Duration.ofSeconds(2);

  private final WebhookReader reader;
  private final WebhookInbox inbox;
  private final RuntimeBoot boot;
  private final MeterRegistry meters;

  WebhookController(
      WebhookReader reader, WebhookInbox inbox, RuntimeBoot boot, MeterRegistry meters) {
    this.reader = reader;
    this.inbox = inbox;
    this.boot = boot;
    this.meters = meters;
  }

  /**
   * @param outcome {@code kept}, {@code known} or {@code ignored}
   */
  record Answer(String outcome) {}

  @PostMapping("/{provider}")
  Answer receive(
      @PathVariable String provider,
      @RequestHeader HttpHeaders headers,
      @RequestBody(required = false) byte @Nullable [] body) {
    if (!provider.equals(reader.path())) {
      throw ProblemException.notFound("this event is paid with " + reader.path());
    }
    Webhook webhook = read(body == null ? EMPTY : body, headers);
    Concerned concerned = webhook.concerned();
    return concerned != null && ours(concerned)
        ? keep(webhook, concerned.payment())
        : answer("ignored");
  }

  private Webhook read(byte[] body, HttpHeaders headers) {
    try {
      return reader.read(body, headers.getFirst(reader.signatureHeader()));
    } catch (WebhookRefusedException refused) {
      count("refused");
      throw ProblemException.badRequest("this is no webhook of ours: " + refused.getMessage());
    }
  }

  private boolean ours(Concerned concerned) {
    return concerned.namespace().equals(boot.namespace()) && concerned.event().equals(boot.name());
  }

  private Answer keep(Webhook webhook, String payment) {
    return switch (inbox.keep(reader.path(), webhook, payment)) {
      case KEPT -> answer("kept");
      case KNOWN -> answer("known");
      case BUSY ->
          throw new ProblemException(
                  503, "busy", "Please try again shortly", "too many webhooks at once")
              .retryAfter(BUSY_RETRY);
    };
  }

  private Answer answer(String outcome) {
    count(outcome);
    return new Answer(outcome);
  }

  private void count(String outcome) {
    meters.counter("onsale.webhooks", "outcome", outcome).increment();
  }
}
