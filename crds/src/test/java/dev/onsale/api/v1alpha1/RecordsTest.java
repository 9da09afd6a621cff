package dev.onsale.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No object may end the informer for all, whatever version wrote it. */
class RecordsTest {
  private static final ObjectMapper STRICT = new ObjectMapper();

  @ParameterizedTest
  @MethodSource("enums")
  void anUnknownNameReadsAsUnsupported(Class<? extends Enum<?>> type) throws IOException {
    assertThat(STRICT.readValue("\"FromTheFuture\"", type).name()).isEqualTo("Unsupported");
  }

  @ParameterizedTest
  @MethodSource("enums")
  void everyKnownNameReadsAsItself(Class<? extends Enum<?>> type) throws IOException {
    for (var constant : type.getEnumConstants()) {
      assertThat(STRICT.readValue("\"" + constant.name() + "\"", type)).isEqualTo(constant);
    }
  }

  @ParameterizedTest
  @MethodSource("records")
  void anUnknownFieldIsSkippedAndAnAbsentOneIsNot(Class<? extends Record> type) {
    assertThatNoException()
        .isThrownBy(() -> STRICT.readValue("{\"fromTheFuture\": {\"a\": [1]}}", type));
  }

  @Test
  void aNewPhaseReadsAsNone() throws IOException {
    assertThat(STRICT.readValue("{\"phase\": \"Moved\"}", TicketEventStatus.class).phase())
        .isNull();
  }

  static Stream<Class<?>> enums() {
    return types()
        .filter(c -> c.isEnum() && !c.isEquivalentTo(Changes.Effect.class))
        .map(JavaClass::reflect);
  }

  static Stream<Class<?>> records() {
    return types().filter(JavaClass::isRecord).map(JavaClass::reflect);
  }

  private static Stream<JavaClass> types() {
    return new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.onsale.api.v1alpha1")
            .stream();
  }
}
