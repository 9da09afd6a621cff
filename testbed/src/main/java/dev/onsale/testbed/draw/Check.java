package dev.onsale.testbed.draw;

/**
 * One thing that was looked at.
 *
 * @param what in a few words
 * @param detail what was found, for people
 */
public record Check(Verdict verdict, String what, String detail) {

  /** What came of it. */
  public enum Verdict {
    /** It is as it has to be. */
    OK,
    /** It is not as it has to be. */
    FAILED,
    /** It cannot be decided yet, or from what was given. */
    OPEN
  }

  static Check ok(String what, String detail) {
    return new Check(Verdict.OK, what, detail);
  }

  static Check failed(String what, String detail) {
    return new Check(Verdict.FAILED, what, detail);
  }

  static Check open(String what, String detail) {
    return new Check(Verdict.OPEN, what, detail);
  }

  static Check that(boolean holds, String what, String ifSo, String ifNot) {
    return holds ? ok(what, ifSo) : failed(what, ifNot);
  }
}
