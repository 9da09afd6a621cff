package dev.onsale.booking.boundary;

/**
 * The request's {@code Idempotency-Key}; controllers take it as a parameter, which makes the header
 * required.
 *
 * @param value 8 to 128 visible ASCII characters
 */
public record IdempotencyKey(String value) {

  /**
   * The key of a request.
   *
   * @throws ProblemException 400 without one that can be used
   */
  public static IdempotencyKey of(Caller caller) {
    return parse(caller.header("Idempotency-Key"));
  }

  private static IdempotencyKey parse(@org.jspecify.annotations.Nullable String header) {
    if (header == null) {
      throw new ProblemException(
          400,
          "idempotency-key-missing",
          "This call needs an Idempotency-Key",
          "send the header Idempotency-Key with a fresh random value for each new attempt");
    }
    boolean visible = header.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    if (header.length() < 8 || header.length() > 128 || !visible) {
      throw new ProblemException(
          400,
          "idempotency-key-invalid",
          "The Idempotency-Key cannot be used",
          "send 8 to 128 visible ASCII characters, such as a UUID");
    }
    return new IdempotencyKey(header);
  }
}
