package dev.onsale.booking.draw;

import dev.onsale.booking.database.Database;
import dev.onsale.booking.queue.Queue;
import dev.onsale.booking.queue.SalePhase;
import dev.onsale.runtime.RuntimeBoot;
import dev.onsale.runtime.RuntimeBoot.QueueRules;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DrawBeans {

  @Bean
  Draw draw(
      Database database, SalePhase phase, RuntimeBoot boot, Clock clock, MeterRegistry meters) {
    Draw draw = new Draw(new DrawRows(database, boot.eventUid()), beacon(boot), wanted(boot));
    Gauge.builder("onsale.draw.overdue", () -> draw.overdue(phase, clock.instant()).toSeconds())
        .description("how long the draw's seed has been missing; 0 without a draw")
        .baseUnit("seconds")
        .register(meters);
    return draw;
  }

  @Bean
  DrawKeeper drawKeeper(
      Database database, SalePhase phase, Queue queue, Clock clock, RuntimeBoot boot) {
    return new DrawKeeper(
        new DrawRows(database, boot.eventUid()), phase, queue, clock, beacon(boot), wanted(boot));
  }

  private static boolean wanted(RuntimeBoot boot) {
    return boot.queueMode().equals("Draw");
  }

  private static QueueRules.@Nullable Beacon beacon(RuntimeBoot boot) {
    QueueRules rules = boot.queueRules();
    return rules == null ? null : rules.beacon();
  }
}
