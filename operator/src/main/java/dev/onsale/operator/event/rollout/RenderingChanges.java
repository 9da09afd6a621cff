package dev.onsale.operator.event.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.onsale.operator.cluster.EventLabels;
import dev.onsale.operator.config.CanonicalJson;
import dev.onsale.operator.config.JsonDifference;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What would change if pods rolled, in words for people. */
final class RenderingChanges {

  private static final int NAMED = 8;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private RenderingChanges() {}

  /** At most eight changes, images first, and how many more there are. */
  static String between(Rendering before, Rendering after) {
    Set<String> images = new LinkedHashSet<>();
    Set<String> others = new LinkedHashSet<>();
    JsonDifference.between(boot(before), boot(after))
        .forEach(difference -> others.add("boot.json " + difference.path()));
    JsonDifference.between(
            CanonicalJson.tree(before.templates()), CanonicalJson.tree(after.templates()))
        .stream()
        .filter(difference -> !difference.path().endsWith(EventLabels.BOOT_HASH))
        .forEach(
            difference -> {
              if (difference.path().endsWith(".image")) {
                images.add(
                    "image %s to %s"
                        .formatted(text(difference.before()), text(difference.after())));
              } else {
                others.add(difference.path());
              }
            });
    images.addAll(others);
    List<String> all = List.copyOf(images);
    return all.size() <= NAMED
        ? String.join(", ", all)
        : String.join(", ", all.subList(0, NAMED)) + " and " + (all.size() - NAMED) + " more";
  }

  private static JsonNode boot(Rendering rendering) {
    try {
      return MAPPER.readTree(rendering.bootJson());
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException("boot.json of a revision cannot be read", e);
    }
  }

  private static String text(@Nullable JsonNode value) {
    return value == null ? "none" : value.asText();
  }
}
