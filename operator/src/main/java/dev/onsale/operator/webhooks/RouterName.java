package dev.onsale.operator.webhooks;

import dev.onsale.operator.config.JsonFiles;
import java.util.regex.Pattern;

/** What a platform's objects are called: {@code onsale-webhooks-PLATFORM}. */
final class RouterName {

  private static final String PREFIX = "onsale-webhooks-";
  private static final Pattern SHORT_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,45}[a-z0-9])?");
  private static final int KEPT = 30;

  private RouterName() {}

  /** A DNS label of at most 63 characters, also where the platform's name is none. */
  static String of(String platform) {
    return PREFIX
        + (SHORT_LABEL.matcher(platform).matches()
            ? platform
            : platform.replace('.', '-').substring(0, Math.min(KEPT, platform.length()))
                + "-"
                + JsonFiles.hash(platform));
  }
}
