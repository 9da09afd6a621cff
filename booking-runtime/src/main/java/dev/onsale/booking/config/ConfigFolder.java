package dev.onsale.booking.config;

import dev.onsale.runtime.EventServices;
import dev.onsale.runtime.RuntimeBoot;
import dev.onsale.runtime.RuntimeKeys;
import dev.onsale.runtime.RuntimeLive;
import dev.onsale.runtime.RuntimeLogins;
import dev.onsale.seating.SeatMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder the operator fills and the pod mounts; its files are listed in {@code
 * docs/architecture.md}. Every read throws {@link UnusableConfigException} naming the file and the
 * fix.
 */
public final class ConfigFolder {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String WEBHOOK_SECRET = "secrets/webhook-secret";
  private static final int SHORTEST_SECRET = 16;

  private final Path root;

  /**
   * @param root usually {@code /etc/onsale}
   */
  public ConfigFolder(Path root) {
    this.root = root;
  }

  /** The folder named by {@code ONSALE_CONFIG_DIR}, else {@code /etc/onsale}. */
  public static ConfigFolder fromEnvironment() {
    String named = System.getenv("ONSALE_CONFIG_DIR");
    return new ConfigFolder(Path.of(named == null || named.isBlank() ? "/etc/onsale" : named));
  }

  /** {@code config/boot.json}. */
  public RuntimeBoot boot() {
    return json("config/boot.json", RuntimeBoot.class);
  }

  /** {@code config/live.json}. */
  public RuntimeLive live() {
    return json("config/live.json", RuntimeLive.class);
  }

  /** {@code seats/seats.json}. */
  public SeatMap seats() {
    return json("seats/seats.json", SeatMap.class);
  }

  /** {@code secrets/logins.json}. */
  public RuntimeLogins logins() {
    return json("secrets/logins.json", RuntimeLogins.class);
  }

  /** {@code secrets/token-keys.json}. */
  public RuntimeKeys tokenKeys() {
    return json("secrets/token-keys.json", RuntimeKeys.class);
  }

  /** {@code config/events.json}; only a process of role platform has it. */
  public EventServices events() {
    return json("config/events.json", EventServices.class);
  }

  /** A file of {@code secrets/}, such as an authority's certificates; empty if there is none. */
  public Optional<Path> certificates(String name) {
    return file("secrets/" + name);
  }

  /** As {@link #certificates}, of {@code owner/}. */
  public Optional<Path> ownerCertificates(String name) {
    return file("owner/" + name);
  }

  /** A key of {@code secrets/}: 32 bytes in base64. */
  public byte[] key(String name) {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(text("secrets/" + name).strip());
    } catch (IllegalArgumentException e) {
      throw new UnusableConfigException("secrets/" + name, "is not base64", e);
    }
    if (key.length != 32) {
      throw new UnusableConfigException(
          "secrets/" + name, "holds " + key.length + " bytes; it must be 32 bytes in base64", null);
    }
    return key;
  }

  /** {@code secrets/webhook-secret}: text that the payment provider signs webhooks with. */
  public String webhookSecret() {
    String secret = text(WEBHOOK_SECRET).strip();
    if (secret.length() < SHORTEST_SECRET) {
      throw new UnusableConfigException(
          WEBHOOK_SECRET,
          "has %d characters; it must have at least %d".formatted(secret.length(), SHORTEST_SECRET),
          null);
    }
    return secret;
  }

  /** {@code owner/postgres-password}; only the init container has it. */
  public String ownerPassword() {
    return text("owner/postgres-password").strip();
  }

  private Optional<Path> file(String name) {
    return Optional.of(root.resolve(name)).filter(Files::isRegularFile);
  }

  <T> T json(String file, Class<T> type) {
    T value;
    try {
      value = JSON.readValue(text(file), type);
    } catch (JacksonException e) {
      throw new UnusableConfigException(file, "cannot be read: " + e.getOriginalMessage(), e);
    }
    if (value == null) {
      throw new UnusableConfigException(file, "is the JSON value null", null);
    }
    return value;
  }

  private String text(String file) {
    try {
      return Files.readString(root.resolve(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UnusableConfigException(
          file, "cannot be opened in " + root + "; mount it or set ONSALE_CONFIG_DIR", e);
    }
  }
}
