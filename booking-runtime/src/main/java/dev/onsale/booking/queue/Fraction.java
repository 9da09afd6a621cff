package dev.onsale.booking.queue;

/**
 * Numbers of a draw: 64 bits without sign, written as 16 hex digits, lower ones first. The scripts
 * count in doubles, so a place of the draw is a number's first 48 bits, plus 1.
 */
final class Fraction {
  private static final int DROPPED = 16;

  private Fraction() {}

  /** The place of a number, from 1. */
  static long place(long number) {
    return (number >>> DROPPED) + 1;
  }

  /** The lowest number on a place. */
  static String first(long place) {
    return hex((place - 1) << DROPPED);
  }

  /** The highest number on a place. */
  static String last(long place) {
    return hex((place << DROPPED) - 1);
  }

  /** 16 digits. */
  static String hex(long number) {
    return "%016x".formatted(number);
  }
}
