package dev.onsale.operator.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A field of one of our objects that somebody else added, as {@code metadata.managedFields} tells.
 * What we declare ourselves is repaired by the next apply and never foreign.
 *
 * @param object kind and name
 * @param manager who wrote it, such as {@code kubectl-edit}
 * @param path the outermost field that is not ours, such as {@code
 *     spec.template.spec.containers[name=sidecar]}
 */
public record ForeignField(String object, String manager, String path) {

  @Override
  public String toString() {
    return "%s: %s by %s".formatted(object, path, manager);
  }

  /**
   * Foreign fields below a part of the object. Writes through a subresource, such as an
   * autoscaler's through {@code scale} and a controller's through {@code status}, are their
   * writers' own and no addition.
   *
   * @param part names of the fields that lead to it, such as spec, template
   */
  public static List<ForeignField> of(HasMetadata object, List<String> part) {
    List<JsonNode> ours =
        ManagedFields.entries(object).stream()
            .filter(ManagedFields::ours)
            .map(entry -> ManagedFields.below(entry, part))
            .filter(Objects::nonNull)
            .toList();
    String name = object.getKind() + " " + object.getMetadata().getName();
    List<ForeignField> found = new ArrayList<>();
    for (ManagedFieldsEntry entry : ManagedFields.entries(object)) {
      JsonNode theirs = ManagedFields.below(entry, part);
      if (theirs != null && !ManagedFields.ours(entry) && blank(entry.getSubresource())) {
        for (String path : added(String.join(".", part), theirs, ours)) {
          found.add(new ForeignField(name, entry.getManager(), path));
        }
      }
    }
    return found;
  }

  private static List<String> added(String path, JsonNode theirs, List<JsonNode> ours) {
    List<String> paths = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : theirs.properties()) {
      String key = member.getKey();
      if (key.equals(".")) {
        continue;
      }
      List<JsonNode> same =
          ours.stream().map(node -> node.get(key)).filter(Objects::nonNull).toList();
      String inner = path + step(key);
      if (same.isEmpty()) {
        paths.add(inner);
      } else {
        paths.addAll(added(inner, member.getValue(), same));
      }
    }
    return paths;
  }

  /** One key of fieldsV1: {@code f:name}, {@code k:{"name":"x"}}, {@code v:"value"}. */
  private static String step(String key) {
    String text = key.substring(key.indexOf(':') + 1);
    if (key.startsWith("f:")) {
      return text.matches("[A-Za-z0-9_]+") ? "." + text : "[" + text + "]";
    }
    if (!key.startsWith("k:")) {
      return "[" + text + "]";
    }
    return ManagedFields.keys(key).properties().stream()
        .map(member -> member.getKey() + "=" + member.getValue().asText())
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static boolean blank(@Nullable String text) {
    return text == null || text.isEmpty();
  }
}
