package dev.onsale.booking.web;

import dev.onsale.booking.boundary.ProblemException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks an address for what can be told without sending a mail. */
final class EmailAddress {
  /** RFC 5321, 4.5.3.1.3, without the angle brackets. */
  private static final int LONGEST = 254;

  private static final Pattern FORM =
      Pattern.compile("[^\\s@\\p{Cntrl}]{1,64}@[^\\s@\\p{Cntrl}.]+(\\.[^\\s@\\p{Cntrl}.]+)+");

  private EmailAddress() {}

  /** The address, or 422. */
  static String parse(@Nullable String text) {
    if (text == null || text.length() > LONGEST || !FORM.matcher(text).matches()) {
      throw ProblemException.invalid(
          "email is no e-mail address; send the one that the tickets should go to");
    }
    return text;
  }
}
