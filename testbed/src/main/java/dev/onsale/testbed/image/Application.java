package dev.onsale.testbed.image;

import dev.onsale.testbed.process.Folders;
import java.nio.file.Path;
import java.util.List;

/** What of this checkout becomes an image. */
public enum Application {
  OPERATOR("operator", "dev.onsale.operator.OperatorApplication", List.of()),
  BOOKING_RUNTIME("booking-runtime", "dev.onsale.booking.BookingApplication", List.of("serve"));

  private final String module;
  private final String mainClass;
  private final List<String> arguments;

  Application(String module, String mainClass, List<String> arguments) {
    this.module = module;
    this.mainClass = mainClass;
    this.arguments = arguments;
  }

  /** The image's name where no registry is part of it: {@code onsale/MODULE:dev}. */
  public String image() {
    return "onsale/" + module + ":dev";
  }

  /** The image's name in a registry: {@code REGISTRY/onsale/MODULE:dev}. */
  public String image(String registry) {
    return registry + "/" + image();
  }

  String module() {
    return module;
  }

  String mainClass() {
    return mainClass;
  }

  /** Default arguments of the entry point. */
  List<String> arguments() {
    return arguments;
  }

  /** What {@code mvn package} leaves. */
  Path target() {
    return Folders.checkout().resolve(module).resolve("target");
  }

  public Path jar() {
    return target().resolve("onsale-" + module + "-0.1.0-SNAPSHOT.jar");
  }

  /** The jars the application needs at run time, copied there by {@code mvn package}. */
  public Path libraries() {
    return target().resolve("lib");
  }
}
