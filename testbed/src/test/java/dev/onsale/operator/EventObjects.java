package dev.onsale.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.onsale.api.v1alpha1.TicketEvent;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The objects of an event as the API server has them, kind by kind, against the files in {@code
 * children}. Written anew with {@code -Donsale.write}.
 */
final class EventObjects {

  /** A kind by its {@code apiVersion} and name. */
  record Kind(String apiVersion, String name) {}

  private static final Path FOLDER = Path.of("src", "test", "resources", "children");
  private static final Duration SETTLED = Duration.ofSeconds(4);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern INSTANT =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");

  private final World world;
  private final TicketEvent event;
  private final Path folder;

  /**
   * @param folder below {@code children}
   */
  EventObjects(World world, TicketEvent event, String folder) {
    this.world = world;
    this.event = event;
    this.folder = FOLDER.resolve(folder.toLowerCase(Locale.ROOT));
  }

  /** Waits until the objects of each kind are, field by field, as their file says. */
  void areAsDeclared(List<Kind> kinds) {
    if (System.getProperty("onsale.write") != null) {
      settled(kinds).forEach((kind, text) -> write(file(kind), text));
    }
    for (Kind kind : kinds) {
      String declared = read(file(kind));
      await()
          .atMost(World.PATIENCE)
          .untilAsserted(() -> assertThat(text(kind)).as(kind.name()).isEqualTo(declared));
    }
  }

  /** What does not change any more. */
  private Map<Kind, String> settled(List<Kind> kinds) {
    AtomicReference<Map<Kind, String>> last = new AtomicReference<>(Map.of());
    return await()
        .atMost(World.PATIENCE)
        .pollInterval(SETTLED)
        .until(
            () -> kinds.stream().collect(Collectors.toMap(kind -> kind, this::text)),
            now -> now.equals(last.getAndSet(now)));
  }

  private Path file(Kind kind) {
    return folder.resolve(kind.name() + ".yaml");
  }

  private String text(Kind kind) {
    return plain(
        world
            .user
            .genericKubernetesResources(kind.apiVersion(), kind.name())
            .inNamespace(event.getMetadata().getNamespace())
            .withLabel("onsale.dev/event", event.getMetadata().getName())
            .list()
            .getItems()
            .stream()
            .sorted(Comparator.comparing(object -> object.getMetadata().getName()))
            .map(EventObjects::declared)
            .map(Serialization::asYaml)
            .reduce("", String::concat));
  }

  /** Without what the API server makes up for each object. */
  private static JsonNode declared(GenericKubernetesResource object) {
    ObjectNode tree = MAPPER.valueToTree(object);
    tree.remove("status");
    ((ObjectNode) tree.get("metadata"))
        .remove(
            List.of("uid", "resourceVersion", "creationTimestamp", "generation", "managedFields"));
    if (tree.path("spec").has("clusterIP")) {
      ((ObjectNode) tree.get("spec")).remove(List.of("clusterIP", "clusterIPs"));
    }
    if (tree.path("data") instanceof ObjectNode data) {
      boolean secret = "Secret".equals(object.getKind());
      for (Map.Entry<String, JsonNode> file : List.copyOf(data.properties())) {
        String content = file.getValue().asText();
        JsonNode read = parsed(secret ? decoded(content) : content);
        data.set(file.getKey(), secret ? shape(read) : read);
      }
    }
    return tree;
  }

  private static JsonNode parsed(String content) {
    try {
      return content.startsWith("{") ? MAPPER.readTree(content) : new TextNode(content);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(content, e);
    }
  }

  /** Of a Secret nothing is written down but which keys it has and what kind of text they hold. */
  private static JsonNode shape(JsonNode value) {
    if (value instanceof ObjectNode object) {
      ObjectNode shape = MAPPER.createObjectNode();
      object.properties().forEach(field -> shape.set(field.getKey(), shape(field.getValue())));
      return shape;
    }
    if (value.isArray()) {
      ArrayNode shape = MAPPER.createArrayNode();
      value.forEach(item -> shape.add(shape(item)));
      return shape;
    }
    if (!value.isTextual()) {
      return value;
    }
    String text = value.asText();
    String letters =
        text.matches("[0-9a-f]+")
            ? "hexadecimal digits"
            : text.matches("[A-Za-z0-9_-]+")
                ? "letters, digits, _ and -"
                : text.matches("[A-Za-z0-9+/=]+") ? "base64" : "text";
    return new TextNode("%d of %s".formatted(text.length(), letters));
  }

  /** Without what differs by test run. Times are numbered in their order. */
  private String plain(String yaml) {
    var stores = world.stores;
    String kafkaPort = stores.kafka().bootstrapServers().replaceFirst(".*:", "");
    String plain =
        yaml.replace(event.getMetadata().getNamespace(), "NAMESPACE")
            .replace(event.getMetadata().getUid(), "UID")
            .replace(world.identity(event).clusterId(), "CLUSTER")
            .replace(world.identity(event).storeKey(), "KEY")
            .replace(stores.kafka().bootstrapServers(), "KAFKA")
            .replace(stores.redis().host() + ":" + stores.redis().port(), "REDIS")
            .replaceAll("port: " + stores.postgres().port() + "\\b", "port: POSTGRES")
            .replaceAll("port: " + stores.redis().port() + "\\b", "port: REDIS")
            .replaceAll("port: " + kafkaPort + "\\b", "port: KAFKA")
            .replaceAll("(boot-hash: )\"?[0-9a-f]{16}\"?", "$1\"BOOT\"")
            .replaceAll("aurora-seats-[0-9a-f]{10}", "aurora-seats-DIGEST")
            .replaceAll("aurora-[0-9a-f]{8}\\.", "aurora-HASH.");
    List<String> times =
        new ArrayList<>(
            new TreeSet<>(INSTANT.matcher(plain).results().map(MatchResult::group).toList()));
    for (String time : times) {
      plain = plain.replace(time, "TIME-" + (times.indexOf(time) + 1));
    }
    return plain;
  }

  private static String decoded(String data) {
    return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
