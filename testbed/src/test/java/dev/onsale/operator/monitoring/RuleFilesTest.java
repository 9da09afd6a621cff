package dev.onsale.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onsale.operator.identity.EventIdentity;
import dev.onsale.testbed.binaries.KubernetesBinaries;
import dev.onsale.testbed.binaries.Program;
import dev.onsale.testbed.process.Command;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator writes for Prometheus, read by Prometheus' own parser. */
class RuleFilesTest {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final Path SCALED_OBJECTS =
      Path.of("src/test/resources/children/ingress-split/ScaledObject.yaml");

  private final EventIdentity event = new EventIdentity("c1", "concerts", "aurora", "uid-1");

  @TempDir private Path folder;

  @Test
  void everyAlertIsARule() throws IOException {
    Object spec = Monitoring.rules(event).getAdditionalProperties().get("spec");

    assertThat(Serialization.asYaml(spec)).contains("OnsaleNoLeader");
    assertThat(mistakes(Serialization.asYaml(spec))).isEmpty();
  }

  @Test
  void everyPanelOfTheDashboardAsksSomethingThatCanBeAnswered() throws IOException {
    String model = Monitoring.dashboard(event).getData().values().iterator().next();
    List<String> expressions =
        new ObjectMapper()
            .readTree(model).findValues("expr").stream().map(JsonNode::asText).toList();

    assertThat(expressions).hasSameSizeAs(Panel.ALL);
    assertThat(mistakes(recording(expressions))).isEmpty();
  }

  @Test
  void everyAutoscalersQuestionCanBeAnswered() throws IOException {
    List<String> queries =
        Stream.of(Files.readString(SCALED_OBJECTS).split("(?m)^---$"))
            .filter(document -> !document.isBlank())
            .map(document -> Serialization.unmarshal(document, JsonNode.class))
            .flatMap(object -> object.findValues("query").stream())
            .map(JsonNode::asText)
            .toList();

    assertThat(queries).isNotEmpty();
    assertThat(mistakes(recording(queries))).isEmpty();
  }

  @Test
  void aMistakeIsFound() throws IOException {
    assertThat(mistakes(recording(List.of("sum(up{event=\"aurora\"}")))).contains("unclosed");
  }

  /** A rule for each expression. */
  private static String recording(List<String> expressions) {
    return Serialization.asYaml(
        Map.of(
            "groups",
            List.of(
                Map.of(
                    "name",
                    "asked",
                    "rules",
                    expressions.stream()
                        .map(expression -> Map.of("record", "asked", "expr", expression))
                        .toList()))));
  }

  private String mistakes(String rules) throws IOException {
    Path file = Files.writeString(folder.resolve("rules.yaml"), rules);
    return Command.output(
        LIMIT, List.of(KubernetesBinaries.path(Program.PROMRULES).toString(), file.toString()));
  }
}
