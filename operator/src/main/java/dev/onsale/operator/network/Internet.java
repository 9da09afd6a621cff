package dev.onsale.operator.network;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Addresses outside, and the ranges that never count as outside: private, shared, link-local and
 * loopback ones (IANA special-purpose registries), the same behind NAT64, and the addresses where
 * clouds hand out credentials.
 */
public final class Internet {

  private static final List<AddressRange> METADATA =
      Stream.of("169.254.169.254/32", "169.254.170.2/32", "169.254.170.23/32", "fd00:ec2::254/128")
          .map(AddressRange::of)
          .toList();

  private static final List<AddressRange> INSIDE =
      Stream.concat(
              Stream.of(
                      "0.0.0.0/8",
                      "10.0.0.0/8",
                      "100.64.0.0/10",
                      "127.0.0.0/8",
                      "169.254.0.0/16",
                      "172.16.0.0/12",
                      "192.168.0.0/16",
                      "224.0.0.0/4",
                      "240.0.0.0/4",
                      "::/127",
                      "64:ff9b::a00:0/104",
                      "64:ff9b::6440:0/106",
                      "64:ff9b::a9fe:0/112",
                      "64:ff9b::ac10:0/108",
                      "64:ff9b::c0a8:0/112",
                      "fc00::/7",
                      "fe80::/10",
                      "ff00::/8")
                  .map(AddressRange::of),
              METADATA.stream())
          .toList();

  private Internet() {}

  /** Whether it is nothing but an address where clouds hand out credentials. */
  public static boolean isMetadata(AddressRange range) {
    return METADATA.stream().anyMatch(metadata -> metadata.contains(range));
  }

  /** Every address outside. */
  static List<NetworkPolicyPeer> everywhere() {
    return Stream.of("0.0.0.0/0", "::/0").map(Internet::named).flatMap(Optional::stream).toList();
  }

  /** A range that somebody named; where it is wider than a range inside, without that. */
  static Optional<NetworkPolicyPeer> named(String cidr) {
    AddressRange range = AddressRange.of(cidr);
    if (isMetadata(range)) {
      return Optional.empty();
    }
    List<AddressRange> without = INSIDE.stream().filter(range::isWiderThan).toList();
    return Optional.of(
        new NetworkPolicyPeerBuilder()
            .withNewIpBlock()
            .withCidr(cidr)
            .withExcept(
                without.stream()
                    .filter(one -> without.stream().noneMatch(other -> other.isWiderThan(one)))
                    .map(AddressRange::text)
                    .toList())
            .endIpBlock()
            .build());
  }
}
