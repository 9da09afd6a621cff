package dev.onsale.booking.simulation;

import dev.onsale.booking.config.ConfigFolder;
import dev.onsale.booking.config.LiveConfig;
import dev.onsale.booking.queue.Lanes;
import dev.onsale.booking.queue.Lots;
import dev.onsale.booking.queue.Queue;
import dev.onsale.booking.queue.SalePhase;
import dev.onsale.booking.queue.StatusBoard;
import dev.onsale.booking.queue.Tempo;
import dev.onsale.booking.redis.EventRedis;
import dev.onsale.booking.redis.RedisConnection;
import dev.onsale.booking.redis.RedisPlace;
import dev.onsale.booking.sale.Sale;
import dev.onsale.booking.seats.House;
import dev.onsale.booking.seats.SeatsWired;
import dev.onsale.booking.tokens.HoldIds;
import dev.onsale.booking.tokens.KeyRing;
import dev.onsale.seating.SeatMap;
import java.time.Clock;
import java.util.Optional;

/** A process of role queue without its HTTP. */
final class Pod implements AutoCloseable {
  final EventRedis redis;
  final LiveConfig live;
  final Lanes lanes;
  final House house;
  final SeatsWired seats;
  final Queue queue;
  final StatusBoard board;
  private final RedisConnection connection;

  Pod(Sale sale, SeatMap map, Tempo tempo) {
    connection =
        new RedisConnection(
            new RedisPlace(sale.boot().redis(), Optional.empty()), sale.logins().redis());
    redis = new EventRedis(connection, sale.boot().storeKey());
    live = new LiveConfig(new ConfigFolder(sale.folder()));
    live.start();
    lanes = Lanes.of(sale.boot());
    SalePhase phase = new SalePhase(live, Clock.systemUTC());
    house = new House(map.plan(), map.digest(), live, Clock.systemUTC());
    HoldIds ids = new HoldIds(KeyRing.of(new byte[32]), sale.boot().storeKey());
    seats = new SeatsWired(redis, house, live, ids);
    queue = new Queue(redis, live, phase, house, Clock.systemUTC(), lanes, Lots.NONE);
    board = new StatusBoard(redis, seats.availability(), live, phase, sale.boot(), lanes, tempo);
  }

  @Override
  public void close() {
    board.close();
    live.stop();
    connection.close();
  }
}
