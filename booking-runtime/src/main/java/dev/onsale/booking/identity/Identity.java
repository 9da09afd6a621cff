package dev.onsale.booking.identity;

import java.util.Set;

/**
 * Who acts, and what they are.
 *
 * @param roles in the identity provider's words; empty for an anonymous device
 * @param memberships as roles
 */
public record Identity(Buyer buyer, Set<String> roles, Set<String> memberships) {

  public Identity {
    roles = Set.copyOf(roles);
    memberships = Set.copyOf(memberships);
  }

  /** An anonymous device. */
  public static Identity of(Buyer buyer) {
    return new Identity(buyer, Set.of(), Set.of());
  }
}
