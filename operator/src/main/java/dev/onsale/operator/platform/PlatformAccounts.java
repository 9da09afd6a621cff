package dev.onsale.operator.platform;

import dev.onsale.operator.kafka.KafkaAccount;
import dev.onsale.operator.postgres.PostgresAccount;
import dev.onsale.operator.redis.RedisAccount;

/** The operator's logins at a platform's stores. */
public record PlatformAccounts(PostgresAccount postgres, RedisAccount redis, KafkaAccount kafka) {

  /** With another login at PostgreSQL. */
  public PlatformAccounts with(PostgresAccount other) {
    return new PlatformAccounts(other, redis, kafka);
  }
}
