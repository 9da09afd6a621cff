package dev.onsale.booking.seats;

import dev.onsale.booking.config.LiveConfig;
import dev.onsale.booking.redis.EventRedis;
import dev.onsale.booking.tokens.HoldIds;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** The seats' parts as the application wires them, for tests of other packages. */
public record SeatsWired(
    SeatsBuild build,
    SeatReservations reservations,
    Availability availability,
    SeatFeed feed,
    Holds holds,
    SeatAudit audit,
    Runnable reaper,
    Runnable allotmentRelease) {

  public SeatsWired(EventRedis redis, House house, LiveConfig live, HoldIds ids) {
    this(new SeatScripts(redis, house), redis, house, live, ids);
  }

  private SeatsWired(
      SeatScripts scripts, EventRedis redis, House house, LiveConfig live, HoldIds ids) {
    this(scripts, new SeatFeed(scripts), redis, house, live, new KnownHolds(scripts, ids, live));
  }

  private SeatsWired(
      SeatScripts scripts,
      SeatFeed feed,
      EventRedis redis,
      House house,
      LiveConfig live,
      KnownHolds known) {
    this(
        new SeatsBuild(redis, house),
        new RedisReservations(scripts, known),
        new Availability(scripts),
        feed,
        new Holds(scripts, feed, live, known),
        new SeatAudit(scripts),
        () -> new HoldReaper(scripts, new SimpleMeterRegistry()).run(1),
        () -> new AllotmentRelease(scripts).run(1));
  }
}
