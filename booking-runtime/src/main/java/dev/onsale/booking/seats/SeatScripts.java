package dev.onsale.booking.seats;

import dev.onsale.booking.redis.EventRedis;
import dev.onsale.booking.redis.Reply;
import dev.onsale.booking.redis.Script;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/** The seat scripts of {@code /lua/seats}, each with the prelude it needs. */
final class SeatScripts {
  static final Script HOLD = changing("hold");
  static final Script READ_HOLD = holding("read-hold");
  static final Script RELEASE_HOLD = holding("release-hold");
  static final Script CONVERT = holding("convert");
  static final Script RELEASE_ALLOTTED = changing("release-allotted");
  static final Script RECORDED = settling("recorded");
  static final Script SOLD = settling("sold");
  static final Script FREE = settling("free");
  static final Script ORPHANS = changing("orphans");
  static final Script REAP = changing("reap");
  static final Script SINCE = changing("since");
  static final Script SNAPSHOT = changing("snapshot");
  static final Script COUNTS = changing("counts");
  static final Script AUDIT = changing("audit");
  static final Script MEND = changing("mend");
  static final Script RECOUNT = changing("recount");

  private final EventRedis redis;
  private final House house;

  SeatScripts(EventRedis redis, House house) {
    this.redis = redis;
    this.house = house;
  }

  EventRedis redis() {
    return redis;
  }

  House house() {
    return house;
  }

  /** Runs a script in the epoch in force. */
  Reply run(Script script, Object... arguments) {
    return runIn(redis.epoch(), script, List.of(arguments), List.of());
  }

  /**
   * Runs a script in the epoch in force, without waiting.
   *
   * @param arguments by that epoch
   */
  CompletableFuture<Reply> start(Script script, LongFunction<List<Object>> arguments) {
    return redis.start(
        script,
        epoch -> {
          List<Object> all = new ArrayList<>();
          all.add(house.standingArgument());
          all.addAll(arguments.apply(epoch));
          return all.toArray();
        });
  }

  /** Runs a script in that epoch or not at all; indexes go last. */
  Reply runIn(
      long epoch, Script script, List<? extends Object> arguments, Collection<Integer> indexes) {
    List<Object> all = new ArrayList<>(1 + arguments.size() + indexes.size());
    all.add(house.standingArgument());
    all.addAll(arguments);
    all.addAll(indexes);
    return redis.runIn(epoch, script, all.toArray());
  }

  private static Script changing(String name) {
    return Script.of(
        "epoch/current.lua", "epoch/keys.lua", "seats/changes.lua", "seats/" + name + ".lua");
  }

  private static Script holding(String name) {
    return Script.of(
        "epoch/current.lua",
        "epoch/keys.lua",
        "seats/changes.lua",
        "seats/known-hold.lua",
        "seats/" + name + ".lua");
  }

  private static Script settling(String name) {
    return Script.of(
        "epoch/current.lua",
        "epoch/keys.lua",
        "seats/changes.lua",
        "seats/settled.lua",
        "seats/" + name + ".lua");
  }
}
