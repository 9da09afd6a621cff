package dev.onsale.booking.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A Lua script made of resource files under {@code /lua}, sent once and then named by its hash. */
public final class Script {
  private final String source;
  private final String sha;

  private Script(String source) {
    this.source = source;
    this.sha = sha1(source);
  }

  /**
   * Joins the files in order.
   *
   * @param files paths under {@code /lua}
   */
  public static Script of(String... files) {
    StringBuilder source = new StringBuilder();
    for (String file : files) {
      source.append(read("/lua/" + file)).append('\n');
    }
    return new Script(source.toString());
  }

  /** Runs it on one key; every reply of ours is an array that begins with the outcome's name. */
  List<Object> run(RedisConnection redis, RedisLink on, String key, String... arguments) {
    String[] keys = {key};
    try {
      return redis.call(on, r -> r.evalsha(sha, ScriptOutputType.MULTI, keys, arguments));
    } catch (RedisNoScriptException unknown) {
      return redis.call(on, r -> r.eval(source, ScriptOutputType.MULTI, keys, arguments));
    }
  }

  /** As {@link #run}, without waiting. */
  CompletableFuture<List<Object>> send(
      RedisConnection redis, RedisLink on, String key, String... arguments) {
    String[] keys = {key};
    return redis
        .<List<Object>>send(on, r -> r.evalsha(sha, ScriptOutputType.MULTI, keys, arguments))
        .exceptionallyCompose(
            failure ->
                failure instanceof RedisNoScriptException
                    ? redis.send(on, r -> r.eval(source, ScriptOutputType.MULTI, keys, arguments))
                    : CompletableFuture.failedFuture(failure));
  }

  private static String read(String resource) {
    try (InputStream in = Script.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Redis names scripts by SHA-1; nothing secret depends on it. */
  private static String sha1(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-1 is part of every Java platform", e);
    }
  }
}
