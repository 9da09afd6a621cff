package dev.onsale.operator.secrets;

import dev.onsale.runtime.RuntimeLogins.Login;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Logins of an event that people made at the stores; where one is null, the operator makes it.
 *
 * @param postgresOwner who owns the schema and migrates it
 * @param files certificates of the event's own, as files of the pods
 */
public record GivenLogins(
    @Nullable Login postgres,
    @Nullable Login postgresOwner,
    @Nullable Login redis,
    @Nullable Login kafka,
    Map<String, String> files) {

  public static final GivenLogins NONE = new GivenLogins(null, null, null, null, Map.of());

  @Override
  public String toString() {
    return "GivenLogins[" + postgres + ", " + postgresOwner + ", " + redis + ", " + kafka + "]";
  }
}
