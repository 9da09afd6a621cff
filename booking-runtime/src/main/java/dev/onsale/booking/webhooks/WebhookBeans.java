package dev.onsale.booking.webhooks;

import dev.onsale.booking.config.ConfigFolder;
import dev.onsale.booking.database.Database;
import dev.onsale.booking.payments.PaymentHints;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class WebhookBeans {

  @Bean
  WebhookReader webhookReader(ConfigFolder folder, Clock clock) {
    return new SandboxWebhooks(new WebhookSignature(folder.webhookSecret(), clock));
  }

  @Bean
  WebhookInbox webhookInbox(Database database) {
    return new WebhookInbox(database);
  }

  @Bean
  InboxFollowUp inboxFollowUp(WebhookInbox inbox, PaymentHints payments) {
    return new InboxFollowUp(inbox, payments);
  }

  @Bean
  InboxUpkeep inboxUpkeep(WebhookInbox inbox, MeterRegistry meters) {
    return new InboxUpkeep(inbox, meters);
  }
}
