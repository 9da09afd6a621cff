package dev.onsale.booking.queue;

import dev.onsale.booking.redis.EventRedis;
import dev.onsale.booking.redis.Reply;

/**
 * The waiting room at one moment. Places are numbered from 1.
 *
 * @param tail the last place given
 * @param cutoff the last place released
 * @param passed the last place whose claim window is over
 * @param houseClock milliseconds that somebody could enter, since the epoch began
 * @param windows how many release windows there were
 * @param recent the last place whose session is certainly over
 * @param now Redis' clock, milliseconds since 1970
 */
record QueueState(
    long epoch,
    long tail,
    long cutoff,
    long passed,
    long houseClock,
    int windows,
    long recent,
    int peak,
    int sessions,
    long now) {

  static QueueState read(EventRedis redis) {
    long epoch = redis.epoch();
    Reply reply = redis.runIn(epoch, QueueScripts.READ);
    return new QueueState(
        epoch,
        reply.number(1),
        reply.number(2),
        reply.number(3),
        reply.number(4),
        reply.count(5),
        reply.number(6),
        reply.count(7),
        reply.count(8),
        reply.number(9));
  }
}
