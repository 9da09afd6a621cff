package dev.onsale.operator.conditions;

/**
 * What one condition says.
 *
 * @param status {@code False} only when a person must act
 * @param reason of the page in docs/reasons that says what to do
 * @param message for people: field, value and fix
 */
public record Verdict(Status status, Reason reason, String message) {

  /** As Kubernetes writes it. */
  public enum Status {
    True,
    False,
    Unknown
  }

  public static Verdict yes(Reason reason, String message) {
    return new Verdict(Status.True, reason, message);
  }

  public static Verdict no(Reason reason, String message) {
    return new Verdict(Status.False, reason, message);
  }

  public static Verdict unknown(Reason reason, String message) {
    return new Verdict(Status.Unknown, reason, message);
  }

  public boolean isTrue() {
    return status == Status.True;
  }

  public boolean isFalse() {
    return status == Status.False;
  }
}
