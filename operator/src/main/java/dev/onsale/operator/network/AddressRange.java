package dev.onsale.operator.network;

import java.math.BigInteger;
import java.net.InetAddress;

/**
 * A range of IPv4 or IPv6 addresses, in CIDR notation.
 *
 * @param text as it was written
 * @param bits of an address: 32 or 128
 * @param first the lowest address
 * @param prefix how many leading bits the addresses share
 */
public record AddressRange(String text, int bits, BigInteger first, int prefix) {

  /**
   * @throws IllegalArgumentException if the text is no CIDR
   */
  public static AddressRange of(String cidr) {
    int slash = cidr.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException(cidr + " has no prefix length");
    }
    byte[] address = InetAddress.ofLiteral(cidr.substring(0, slash)).getAddress();
    int bits = address.length * Byte.SIZE;
    int prefix = Integer.parseInt(cidr.substring(slash + 1));
    if (prefix > bits) {
      throw new IllegalArgumentException(cidr + " has more prefix bits than an address");
    }
    int free = bits - prefix;
    BigInteger first = new BigInteger(1, address).shiftRight(free).shiftLeft(free);
    return new AddressRange(cidr, bits, first, prefix);
  }

  /** Whether every address of the other range is in this one. */
  public boolean contains(AddressRange other) {
    return bits == other.bits
        && prefix <= other.prefix
        && first.equals(other.first.shiftRight(bits - prefix).shiftLeft(bits - prefix));
  }

  /** Whether the other range is a part of this one, but not all of it. */
  public boolean isWiderThan(AddressRange other) {
    return contains(other) && prefix < other.prefix;
  }
}
