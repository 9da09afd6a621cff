package dev.onsale.testbed.demo;

import dev.onsale.testbed.image.Application;
import dev.onsale.testbed.image.Images;
import java.nio.file.Path;
import java.util.List;

/**
 * What a cluster runs of this checkout.
 *
 * @param operator image name of the operator
 * @param runtime image name of the booking runtime
 * @param archives docker archives of both
 */
record RuntimeImages(String operator, String runtime, List<Path> archives) {

  /** Builds what is older than the packaged jars. */
  static RuntimeImages build() {
    return new RuntimeImages(
        Application.OPERATOR.image(),
        Application.BOOKING_RUNTIME.image(),
        List.of(Images.tar(Application.OPERATOR), Images.tar(Application.BOOKING_RUNTIME)));
  }
}
