package dev.onsale.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every example is taken; every manifest with a fault is refused, naming the field and the fix. */
class ManifestsTest {
  private static final Pattern EXPECTED = Pattern.compile("# field: (.*)\n# expect: (.*)\n");
  private static KubernetesClient client;

  @BeforeAll
  static void serve() {
    client = ApiServer.withCrds();
    ApiServer.namespace(client, "rejected");
  }

  @TestFactory
  Stream<DynamicTest> everyExampleIsAccepted() {
    return ApiServer.files(ApiServer.ROOT.resolve("examples"))
        .map(file -> dynamicTest(file.getFileName().toString(), () -> accept(file)));
  }

  @TestFactory
  Stream<DynamicTest> everyFaultIsRefusedNamingFieldAndFix() {
    return ApiServer.files(ApiServer.ROOT.resolve("testbed/src/test/resources/rejected"))
        .map(file -> dynamicTest(file.getFileName().toString(), () -> reject(file)));
  }

  private static void accept(Path file) {
    for (GenericKubernetesResource object : ApiServer.objects(ApiServer.text(file))) {
      if (object.getMetadata().getNamespace() != null) {
        ApiServer.namespace(client, object.getMetadata().getNamespace());
      }
      assertThat(ApiServer.tryOut(client, object).getMetadata().getName())
          .isEqualTo(object.getMetadata().getName());
    }
  }

  private static void reject(Path file) {
    String text = ApiServer.text(file);
    var expected = EXPECTED.matcher(text);
    assertThat(expected.lookingAt()).as("the file says what it expects").isTrue();
    var refusal =
        catchThrowableOfType(
            KubernetesClientException.class,
            () -> ApiServer.tryOut(client, ApiServer.objects(text).getFirst()));
    assertThat(refusal).as("a refusal").isNotNull();
    assertThat(refusal.getMessage()).contains(expected.group(1), expected.group(2));
  }
}
