package dev.onsale.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntryBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedFieldSetsTest {

  private final SharedFieldSets<ConfigMap> store = new SharedFieldSets<>();

  @Test
  void objectsOfOneShapeShareTheirFieldSets() {
    store.put("shows/one", written("one", "f:live.json"));
    store.put("shows/two", written("two", "f:live.json"));

    assertThat(fields("shows/two")).isSameAs(fields("shows/one"));
  }

  @Test
  void anotherShapeKeepsItsOwn() {
    store.put("shows/one", written("one", "f:live.json"));
    store.put("shows/other", written("other", "f:boot.json"));

    assertThat(fields("shows/other").getAdditionalProperties())
        .isEqualTo(Map.of("f:data", Map.of("f:boot.json", Map.of())));
    assertThat(fields("shows/one").getAdditionalProperties())
        .isEqualTo(Map.of("f:data", Map.of("f:live.json", Map.of())));
  }

  private FieldsV1 fields(String key) {
    return store.get(key).getMetadata().getManagedFields().getFirst().getFieldsV1();
  }

  private static ConfigMap written(String name, String field) {
    FieldsV1 fields = new FieldsV1();
    fields.setAdditionalProperty("f:data", Map.of(field, Map.of()));
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace("shows")
        .withName(name)
        .withManagedFields(new ManagedFieldsEntryBuilder().withFieldsV1(fields).build())
        .endMetadata()
        .build();
  }
}
