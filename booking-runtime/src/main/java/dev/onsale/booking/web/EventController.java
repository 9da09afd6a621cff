package dev.onsale.booking.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.onsale.booking.boundary.CachedDocument;
import dev.onsale.booking.boundary.EventPath;
import dev.onsale.booking.config.LiveConfig;
import dev.onsale.booking.draw.Draw;
import dev.onsale.booking.queue.SalePhase;
import dev.onsale.booking.seats.House;
import dev.onsale.runtime.RuntimeBoot;
import dev.onsale.runtime.RuntimeLive;
import dev.onsale.schedule.Phase;
import dev.onsale.schedule.Timeline;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** What is on sale, when and for how much. */
@RestController
@RequestMapping(EventPath.BASE)
public final class EventController {
  private static final CacheControl A_SECOND =
      CacheControl.maxAge(Duration.ofSeconds(1)).cachePublic();

  private final RuntimeBoot boot;
  private final LiveConfig live;
  private final SalePhase phase;
  private final House house;
  private final EventPath path;
  private final Draw draw;
  private final CachedDocument<Source> document;

  private record Source(
      Phase phase, RuntimeLive live, Timeline.@Nullable Next next, Draw.@Nullable Published draw) {}

  EventController(
      RuntimeBoot boot,
      LiveConfig live,
      SalePhase phase,
      House house,
      EventPath path,
      Draw draw,
      JsonMapper json) {
    this.boot = boot;
    this.live = live;
    this.phase = phase;
    this.house = house;
    this.path = path;
    this.draw = draw;
    this.document = new CachedDocument<>(json, this::document);
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record EventDocument(
      String namespace,
      String name,
      String title,
      @Nullable String message,
      Phase phase,
      Timeline.@Nullable Next next,
      boolean paused,
      Schedule schedule,
      String mode,
      String identity,
      Draw.@Nullable Published draw,
      List<Section> sections,
      List<RuntimeLive.Tier> tiers,
      Limits limits,
      Map<String, String> links) {}

  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Schedule(
      @Nullable String registrationOpensAt,
      @Nullable String registrationClosesAt,
      String onSaleAt,
      String closesAt,
      String startsAt,
      @Nullable String endsAt) {}

  record Section(String name, String tier, boolean standing, int seats) {}

  record Limits(int maxTicketsPerBuyer, int holdSeconds, int sessionSeconds, int paymentSeconds) {}

  @GetMapping
  ResponseEntity<byte[]> event() {
    return document.answer(
        new Source(phase.now(), live.get(), phase.next(), draw.published().orElse(null)), A_SECOND);
  }

  private Object document(Source now) {
    RuntimeLive live = now.live();
    RuntimeLive.Times times = live.times();
    return new EventDocument(
        boot.namespace(),
        boot.name(),
        live.title(),
        live.message(),
        now.phase(),
        now.next(),
        live.paused(),
        new Schedule(
            times.registrationOpensAt(),
            times.registrationClosesAt(),
            times.onSaleAt(),
            times.closesAt(),
            times.startsAt(),
            times.endsAt()),
        boot.queueMode(),
        boot.identity(),
        now.draw(),
        sections(),
        live.tiers(),
        new Limits(
            live.holds().maxTicketsPerBuyer(),
            live.holds().timeoutSeconds(),
            live.admission().sessionTimeoutSeconds(),
            live.payment().timeoutSeconds()),
        links());
  }

  private List<Section> sections() {
    Map<String, Section> sections = new LinkedHashMap<>();
    house
        .plan()
        .ranges()
        .forEach(
            range ->
                sections.merge(
                    range.section(),
                    new Section(range.section(), range.tier(), range.standing(), range.size()),
                    (one, other) ->
                        new Section(
                            one.name(), one.tier(), one.standing(), one.seats() + other.seats())));
    return List.copyOf(sections.values());
  }

  private Map<String, String> links() {
    String base = path.base();
    Map<String, String> links = new LinkedHashMap<>();
    links.put("self", base);
    links.put("seats", base + "/seats?digest=" + house.digest());
    links.put("availability", base + "/seats/availability");
    links.put("queue", base + "/queue/status");
    links.put("join", base + "/queue/places");
    links.put("windows", base + "/queue/windows");
    return links;
  }
}
