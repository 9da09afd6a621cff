package dev.onsale.booking.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.onsale.runtime.BuyerPaths;
import dev.onsale.runtime.Role;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

class BuyerPathsOfControllersTest {

  @Test
  void everyPathOfAControllerBelongsToOneRole() {
    Map<String, Optional<Role>> roles = new TreeMap<>();
    controllers()
        .flatMap(BuyerPathsOfControllersTest::paths)
        .forEach(path -> roles.put(path, BuyerPaths.role("concerts", "aurora", path)));

    assertThat(roles).hasSizeGreaterThan(10).doesNotContainValue(Optional.empty());
    assertThat(roles)
        .containsEntry("/v1/events/concerts/aurora", Optional.of(Role.Booking))
        .containsEntry("/v1/events/concerts/aurora/queue/place", Optional.of(Role.Queue))
        .containsEntry("/v1/events/concerts/aurora/orders", Optional.of(Role.Booking));
  }

  /** A controller whose paths lie with two roles could be routed to a pod that lacks one. */
  @Test
  void theControllersOfTheWaitingRoomAreThoseOfItsRole() {
    assertThat(controllers().toList())
        .allSatisfy(
            controller -> {
              EnumSet<Role> roles = EnumSet.noneOf(Role.class);
              paths(controller)
                  .forEach(
                      path -> roles.add(BuyerPaths.role("concerts", "aurora", path).orElseThrow()));
              assertThat(roles).as(controller.getName()).hasSize(1);
            });
  }

  private static Stream<Class<?>> controllers() {
    return new ClassFileImporter()
        .importPackages("dev.onsale.booking").stream()
            .filter(type -> type.isAnnotatedWith(RestController.class))
            .map(JavaClass::reflect);
  }

  private static Stream<String> paths(Class<?> controller) {
    RequestMapping base =
        AnnotatedElementUtils.findMergedAnnotation(controller, RequestMapping.class);
    assertThat(base).isNotNull();
    return Arrays.stream(controller.getDeclaredMethods())
        .flatMap(BuyerPathsOfControllersTest::below)
        .map(below -> base.path()[0] + below)
        .map(path -> path.replace("{namespace}", "concerts").replace("{name}", "aurora"));
  }

  private static Stream<String> below(Method method) {
    RequestMapping mapping =
        AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
    if (mapping == null) {
      return Stream.of();
    }
    return mapping.path().length == 0 ? Stream.of("") : Arrays.stream(mapping.path());
  }
}
