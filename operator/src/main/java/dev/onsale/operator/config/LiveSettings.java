package dev.onsale.operator.config;

import static dev.onsale.api.v1alpha1.ApiTimes.duration;
import static dev.onsale.api.v1alpha1.ApiTimes.instant;

import dev.onsale.api.v1alpha1.Queue;
import dev.onsale.api.v1alpha1.Schedule;
import dev.onsale.api.v1alpha1.TicketEventSpec;
import dev.onsale.api.v1alpha1.Tier;
import dev.onsale.runtime.RuntimeLive;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Renders {@code live.json}: what reaches running pods without a roll. */
public final class LiveSettings {

  private LiveSettings() {}

  /**
   * @throws IllegalArgumentException if a time or duration of the spec is none
   */
  public static RuntimeLive of(TicketEventSpec spec, long generation) {
    return new RuntimeLive(
        generation,
        spec.title(),
        times(spec),
        spec.paused(),
        false,
        admission(spec.queue().admission()),
        new RuntimeLive.Holds(
            seconds(spec.holds().timeout()),
            spec.holds().maxTicketsPerBuyer(),
            spec.holds().allowSingleSeatGaps(),
            spec.seating().allotments().stream()
                .map(
                    kept ->
                        new RuntimeLive.Allotment(kept.name(), kept.role(), utc(kept.releaseAt())))
                .toList()),
        new RuntimeLive.Payment(seconds(spec.payment().timeout()), spec.payment().maxPerSecond()),
        new RuntimeLive.Limits(
            spec.limits().authPerMinute(),
            spec.limits().queuePerMinute(),
            spec.limits().bookingPerMinute(),
            spec.limits().generalPerMinute()),
        tiers(spec.tiers()),
        spec.theme().message());
  }

  /** The same, letting nobody in any more: the event is being deleted. */
  public static RuntimeLive settling(RuntimeLive live, long generation) {
    return new RuntimeLive(
        generation,
        live.title(),
        live.times(),
        live.paused(),
        true,
        live.admission(),
        live.holds(),
        live.payment(),
        live.limits(),
        live.tiers(),
        live.message());
  }

  private static RuntimeLive.Times times(TicketEventSpec spec) {
    Schedule schedule = spec.schedule();
    return new RuntimeLive.Times(
        utc(schedule.registrationOpensAt()),
        utc(schedule.registrationClosesAt()),
        instant(schedule.onSaleAt()).toString(),
        instant(schedule.closesAt()).toString(),
        instant(schedule.startsAt()).toString(),
        utc(schedule.endsAt()),
        spec.scaling().preScaleBefore().toSeconds(),
        headStart(spec));
  }

  private static @Nullable Long headStart(TicketEventSpec spec) {
    return spec.queue().priority().isEmpty() ? null : spec.queue().longestOpensBefore().toSeconds();
  }

  private static @Nullable String utc(@Nullable String time) {
    return time == null ? null : instant(time).toString();
  }

  private static RuntimeLive.Admission admission(Queue.Admission admission) {
    return new RuntimeLive.Admission(
        admission.perMinute(),
        admission.maxActive(),
        seconds(admission.claimTimeout()),
        seconds(admission.sessionTimeout()));
  }

  private static List<RuntimeLive.Tier> tiers(List<Tier> tiers) {
    return tiers.stream()
        .map(
            tier ->
                new RuntimeLive.Tier(tier.name(), tier.price().currency(), tier.price().amount()))
        .toList();
  }

  private static int seconds(String text) {
    return Math.toIntExact(duration(text).toSeconds());
  }
}
