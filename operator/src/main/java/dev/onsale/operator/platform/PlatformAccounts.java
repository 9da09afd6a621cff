package dev.onsale.operator.platform;

import dev.onsale.operator.kafka.KafkaAccount;
import dev.onsale.operator.postgres.PostgresAccount;
import dev.onsale.operator.redis.RedisAccount;

/** The operator's logins at a platform's stores. */
public record PlatformAccounts(PostgresAccount postgres, RedisAccount redis, KafkaAccount kafka) {}
