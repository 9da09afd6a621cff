package dev.onsale.operator.event.rollout;

import dev.onsale.operator.config.CanonicalJson;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that makes pods roll: what they are made of, and the file they read once.
 *
 * @param bootJson {@code boot.json}
 * @param templates pod templates by the name of their component
 */
public record Rendering(String bootJson, SortedMap<String, PodTemplateSpec> templates) {

  public Rendering(String bootJson, Map<String, PodTemplateSpec> templates) {
    this(bootJson, new TreeMap<>(templates));
  }

  /** Equal for equal renderings, whichever process asks. */
  public String hash() {
    return CanonicalJson.hash(this);
  }

  /** The template of a component that is part of this rendering. */
  public PodTemplateSpec template(String component) {
    PodTemplateSpec template = templates.get(component);
    if (template == null) {
      throw new IllegalArgumentException(
          "No pods of %s were rendered, only of %s".formatted(component, templates.keySet()));
    }
    return template;
  }
}
