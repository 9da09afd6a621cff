package dev.onsale.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No release takes anything from objects of an earlier one. The definitions of each release stand
 * in {@code released/VERSION}, which {@link GeneratedFilesTest} writes for the version in work; a
 * break that is meant is written, with its reason, into {@code released/accepted.txt}.
 */
class CompatibilityTest {

  private static final Path RELEASED = Path.of("src", "test", "resources", "released");
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final String CRD =
      """
      spec:
        group: onsale.dev
        scope: Namespaced
        names: {kind: Thing, plural: things, singular: thing, shortNames: [th]}
        versions:
          - name: v1
            served: true
            schema:
              openAPIV3Schema:
                properties:
                  spec:
                    required: [pods]
                    properties:
                      name: {type: string, maxLength: 40, default: x}
                      pods: {type: integer, minimum: 1, x-kubernetes-validations: [{rule: self > 0}]}
                      mode: {type: string, enum: [A, B]}
      """;

  @ParameterizedTest
  @MethodSource("released")
  void objectsOfAReleaseMeanWhatTheyMeant(Path file) throws IOException {
    JsonNode now = tree(Crds.yaml(Crds.byFile().get(String.valueOf(file.getFileName()))));
    assertThat(Compatibility.breaks(tree(Files.readString(file)), now))
        .filteredOn(found -> !accepted().contains(found))
        .isEmpty();
  }

  @Test
  void nothingIsAcceptedThatDoesNotHappen() throws IOException {
    List<String> happening =
        released()
            .flatMap(
                file -> {
                  JsonNode now =
                      tree(Crds.yaml(Crds.byFile().get(String.valueOf(file.getFileName()))));
                  return Compatibility.breaks(tree(read(file)), now).stream();
                })
            .toList();
    assertThat(happening).containsAll(accepted());
  }

  @Test
  void thatNothingChangedIsCompatible() {
    assertThat(Compatibility.breaks(tree(CRD), tree(CRD))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          name: {type: string, maxLength: 40, default: x}| | v1.spec.name was removed
          maxLength: 40| maxLength: 39| v1.spec.name: maxLength was tightened from 40 to 39
          minimum: 1| minimum: 2| v1.spec.pods: minimum was tightened from 1 to 2
          enum: [A, B]| enum: [A]| v1.spec.mode: value B was removed
          default: x| default: y| v1.spec.name default changed from "x" to "y"
          type: integer| type: string| v1.spec.pods type changed from "integer" to "string"
          required: [pods]| required: [pods, mode]| v1.spec: mode became required
          scope: Namespaced| scope: Cluster| spec.scope changed from "Namespaced" to "Cluster"
          served: true| served: false| version v1 is no longer served
          rule: self > 0| rule: self > 1| v1.spec.pods: rule was added: self > 1
          """)
  void whatTakesSomethingIsNamed(String before, String now, String said) {
    String changed = CRD.replace(before, now == null ? "" : now);
    assertThat(changed).isNotEqualTo(CRD);
    assertThat(Compatibility.breaks(tree(CRD), tree(changed))).contains(said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          maxLength: 40| maxLength: 41
          minimum: 1| minimum: 0
          enum: [A, B]| enum: [A, B, C]
          required: [pods]| required: []
          , x-kubernetes-validations: [{rule: self > 0}]|
          """)
  void whatOnlyAddsIsCompatible(String before, String now) {
    String changed = CRD.replace(before, now == null ? "" : now);
    assertThat(changed).isNotEqualTo(CRD);
    assertThat(Compatibility.breaks(tree(CRD), tree(changed))).isEmpty();
  }

  @Test
  void aNewOptionalFieldIsCompatible() {
    String more = CRD.replace("pods: {type", "more: {type: string}\n                pods: {type");
    assertThat(Compatibility.breaks(tree(CRD), tree(more))).isEmpty();
  }

  static Stream<Path> released() throws IOException {
    return Files.walk(RELEASED).filter(file -> file.toString().endsWith(".yaml")).sorted();
  }

  private static List<String> accepted() {
    return read(RELEASED.resolve("accepted.txt"))
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }

  private static JsonNode tree(String yaml) {
    try {
      return YAML.readTree(yaml);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
