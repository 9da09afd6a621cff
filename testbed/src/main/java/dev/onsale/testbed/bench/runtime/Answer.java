package dev.onsale.testbed.bench.runtime;

import java.nio.charset.StandardCharsets;

/** One HTTP answer in a buffer; only valid while it is looked at. */
record Answer(byte[] bytes, int from, int body, int end) {
  private static final byte[] HEAD_END = ascii("\r\n\r\n");

  /** Names of headers come in any case. */
  private static final byte[] LENGTH = ascii("\r\ncontent-length: ");

  /**
   * The answer that begins there.
   *
   * @return null while a part of it is missing
   */
  static @org.jspecify.annotations.Nullable Answer at(byte[] bytes, int from, int filled) {
    int head = find(HEAD_END, bytes, from, filled);
    if (head < 0) {
      return null;
    }
    int length = find(LENGTH, bytes, from, head + 2, true);
    int body = head + HEAD_END.length;
    int end = body + (length < 0 ? 0 : (int) number(bytes, length + LENGTH.length));
    return end > filled ? null : new Answer(bytes, from, body, end);
  }

  int status() {
    return (int) number(bytes, from + 9);
  }

  /** The number behind that text in the body, -1 if it is not there. */
  long numberAfter(byte[] text) {
    int at = find(text, bytes, body, end);
    return at < 0 ? -1 : number(bytes, at + text.length);
  }

  /** What stands between two texts, anywhere in the answer. */
  String between(byte[] before, char after) {
    int at = find(before, bytes, from, end);
    if (at < 0) {
      throw new IllegalStateException(
          "no " + new String(before, StandardCharsets.US_ASCII) + " in " + this);
    }
    int start = at + before.length;
    int stop = start;
    while (bytes[stop] != after) {
      stop++;
    }
    return new String(bytes, start, stop - start, StandardCharsets.US_ASCII);
  }

  String bodyText() {
    return new String(bytes, body, end - body, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return new String(bytes, from, end - from, StandardCharsets.UTF_8);
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static int find(byte[] text, byte[] in, int from, int to) {
    return find(text, in, from, to, false);
  }

  private static int find(byte[] text, byte[] in, int from, int to, boolean anyCase) {
    outer:
    for (int at = from, last = to - text.length; at <= last; at++) {
      for (int i = 0; i < text.length; i++) {
        if (in[at + i] != text[i] && (!anyCase || lower(in[at + i]) != text[i])) {
          continue outer;
        }
      }
      return at;
    }
    return -1;
  }

  private static int lower(byte letter) {
    return letter >= 'A' && letter <= 'Z' ? letter + 'a' - 'A' : letter;
  }

  private static long number(byte[] bytes, int at) {
    long number = 0;
    for (int i = at; bytes[i] >= '0' && bytes[i] <= '9'; i++) {
      number = number * 10 + bytes[i] - '0';
    }
    return number;
  }
}
