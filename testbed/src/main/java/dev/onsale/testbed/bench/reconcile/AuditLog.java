package dev.onsale.testbed.bench.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who asked the API server for what, by its own log. */
final class AuditLog {

  /**
   * Everything that is answered, once; with the bodies of what is written in namespace {@link
   * #RECORDED}.
   */
  static final String POLICY =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived, ResponseStarted]
      rules:
        - {level: None, verbs: [watch]}
        - {level: None, nonResourceURLs: ["*"]}
        - {level: Request, verbs: [create, update, patch, delete], namespaces: [recorded-namespace]}
        - {level: Metadata}
      """;

  static final String RECORDED = "recorded-namespace";

  private static final Set<String> WRITES =
      Set.of("create", "update", "patch", "delete", "deletecollection");
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One request.
   *
   * @param name of the object; empty in a list or a creation under a generated name
   * @param body only where the policy says so
   */
  record Call(
      Instant at,
      String verb,
      String uri,
      String resource,
      String namespace,
      String name,
      int code,
      @Nullable JsonNode body) {

    boolean isWrite() {
      return WRITES.contains(verb);
    }

    /** The leader renews its Lease however quiet everything is. */
    boolean isLease() {
      return resource.equals("leases");
    }

    @Override
    public String toString() {
      return verb + " " + uri + " → " + code;
    }
  }

  private final Path file;

  AuditLog(Path file) {
    this.file = file;
  }

  /** Where the log ends now. */
  long end() {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a user asked for behind a position, in the order of arrival. */
  List<Call> of(String user, long from) {
    List<Call> calls = new ArrayList<>();
    String mark = "\"username\":\"" + user + "\"";
    for (String line : lines(from)) {
      if (line.contains(mark)) {
        calls.add(call(line));
      }
    }
    calls.sort(java.util.Comparator.comparing(Call::at));
    return calls;
  }

  private List<String> lines(long from) {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      log.seek(from);
      byte[] bytes = new byte[Math.toIntExact(log.length() - from)];
      log.readFully(bytes);
      String text = new String(bytes, StandardCharsets.UTF_8);
      // the last line may be half written
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static Call call(String line) {
    try {
      JsonNode event = JSON.readTree(line);
      JsonNode object = event.path("objectRef");
      JsonNode body = event.get("requestObject");
      return new Call(
          Instant.parse(event.path("requestReceivedTimestamp").asText()),
          event.path("verb").asText(),
          event.path("requestURI").asText(),
          object.path("resource").asText(),
          object.path("namespace").asText(),
          object.path("name").asText(),
          event.path("responseStatus").path("code").asInt(),
          body);
    } catch (IOException e) {
      throw new UncheckedIOException("the audit log has a line that is no JSON", e);
    }
  }
}
