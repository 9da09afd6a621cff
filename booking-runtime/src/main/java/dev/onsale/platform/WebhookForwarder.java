package dev.onsale.platform;

import dev.onsale.booking.webhooks.Webhook.Concerned;
import dev.onsale.runtime.BuyerPaths;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands webhooks to events, unchanged: body and signature are the provider's. */
final class WebhookForwarder implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WebhookForwarder.class);
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);

  /** Longer than an event needs to find that PostgreSQL is away. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(8);

  private static final int MOST_IN_ALL = 64;
  private static final int MOST_TO_ONE = 16;
  private static final long LONGEST_ANSWER = 64 * 1024;
  private static final HttpResponse.BodyHandler<byte[]> ANSWER =
      BodyHandlers.limiting(BodyHandlers.ofByteArray(), LONGEST_ANSWER);

  private final ServiceAddress address;
  private final Bulkhead bulkhead = new Bulkhead(MOST_IN_ALL, MOST_TO_ONE);
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_LIMIT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  WebhookForwarder(ServiceAddress address, MeterRegistry meters) {
    this.address = address;
    Gauge.builder("onsale.webhooks.forwarding", bulkhead::inside)
        .description("webhooks on their way to events")
        .register(meters);
  }

  /** What came of a webhook. */
  sealed interface Outcome {

    /** The event answered. */
    record Answered(HttpResponse<byte[]> answer) implements Outcome {}

    /** No Service of the event answered; whether it was kept is not known. */
    record Unreachable() implements Outcome {}

    /** Too many are on their way. */
    record Busy() implements Outcome {}
  }

  /**
   * @param services of the event, asked one after the other until one answers; a repetition does no
   *     harm there
   * @param provider last part of the path
   */
  Outcome forward(Concerned event, List<String> services, String provider, Signed webhook) {
    String name = event.namespace() + "/" + event.event();
    if (!bulkhead.enter(name)) {
      return new Outcome.Busy();
    }
    try {
      for (String service : services) {
        URI url =
            address
                .of(event.namespace(), service)
                .resolve(BuyerPaths.webhooks(event.namespace(), event.event()) + provider);
        try {
          return new Outcome.Answered(http.send(request(url, webhook), ANSWER));
        } catch (IOException unreachable) {
          log.debug("{} does not answer: {}", url, unreachable.toString());
        }
      }
      return new Outcome.Unreachable();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return new Outcome.Unreachable();
    } finally {
      bulkhead.leave(name);
    }
  }

  /**
   * What the provider sent.
   *
   * @param header name of the signature's
   */
  record Signed(byte[] body, String header, String signature) {}

  private static HttpRequest request(URI url, Signed webhook) {
    return HttpRequest.newBuilder(url)
        .timeout(ANSWER_LIMIT)
        .header("Content-Type", "application/json")
        .header(webhook.header(), webhook.signature())
        .POST(HttpRequest.BodyPublishers.ofByteArray(webhook.body()))
        .build();
  }

  @Override
  public void close() {
    http.close();
  }
}
