package dev.onsale.operator.config;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.onsale.runtime.RuntimeBoot;
import dev.onsale.runtime.RuntimeLive;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Records as the files a runtime reads. Equal records give equal text. */
public final class JsonFiles {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private JsonFiles() {}

  public static String write(Object record) {
    try {
      return MAPPER.writeValueAsString(record);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(record.getClass() + " cannot be written as JSON", e);
    }
  }

  /**
   * @throws IllegalArgumentException if the text is no such file
   */
  public static RuntimeLive readLive(String text) {
    try {
      return MAPPER.readValue(text, RuntimeLive.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("live.json cannot be read", e);
    }
  }

  /**
   * @throws IllegalArgumentException if the text is no such file
   */
  public static RuntimeBoot readBoot(String text) {
    try {
      return MAPPER.readValue(text, RuntimeBoot.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("boot.json cannot be read", e);
    }
  }

  /** 16 hex digits of SHA-256, to notice changes by. */
  public static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
