package dev.onsale.operator.platform;

import dev.onsale.api.v1alpha1.Credentials;
import dev.onsale.api.v1alpha1.TicketPlatformSpec;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.operator.kafka.EventUsers;
import dev.onsale.operator.postgres.PostgresRetirement;
import dev.onsale.operator.redis.RedisProvisioner;
import java.util.ArrayList;
import java.util.List;

/**
 * Refuses the logins of an event whose data stays. Where a platform says {@code credentials:
 * FromSecret}, people made the users and they are theirs to refuse: the operator has no login
 * there.
 */
public final class LoginRefusal {

  private final PlatformCredentials credentials;
  private final PostgresRetirement postgres;
  private final RedisProvisioner redis;
  private final EventUsers kafka = new EventUsers();

  /**
   * What is to be done at one store; may be repeated, and throws {@code StoreFailure} while the
   * store does not answer or refuses.
   *
   * @param store type of the platform's condition that says whether it answers
   */
  public record Step(String store, Runnable refuse) {}

  public LoginRefusal(
      PlatformCredentials credentials, PostgresRetirement postgres, RedisProvisioner redis) {
    this.credentials = credentials;
    this.postgres = postgres;
    this.redis = redis;
  }

  /** One for each store whose users the operator made. */
  public List<Step> steps(TicketPlatformSpec platform, EventIdentity event) {
    List<Step> steps = new ArrayList<>();
    if (platform.redis().credentials() != Credentials.FromSecret) {
      steps.add(
          new Step(PlatformProber.REDIS, () -> redis.lock(credentials.redis(platform), event)));
    }
    if (platform.kafka().credentials() != Credentials.FromSecret) {
      steps.add(
          new Step(PlatformProber.KAFKA, () -> kafka.lock(credentials.kafka(platform), event)));
    }
    if (platform.postgres().credentials() != Credentials.FromSecret) {
      steps.add(
          new Step(
              PlatformProber.POSTGRES, () -> postgres.lock(credentials.postgres(platform), event)));
    }
    return List.copyOf(steps);
  }
}
