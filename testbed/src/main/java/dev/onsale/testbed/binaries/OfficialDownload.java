package dev.onsale.testbed.binaries;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/** The Kubernetes project's release files, each checked against the SHA-256 published beside it. */
final class OfficialDownload {
  private static final String BASE = "https://dl.k8s.io/release/v%s/bin/linux/amd64/%s";
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration TRANSFER = Duration.ofMinutes(5);

  /** Set after the first failure: nobody waits for the same unreachable host seven times. */
  private static volatile String unreachable = "";

  private OfficialDownload() {}

  /** Empty when the file is there and its checksum fits, else why not. */
  static Optional<String> fetch(Program program, Path to) {
    if (!program.downloadable()) {
      return Optional.of("it is not published as a single file");
    }
    if (!unreachable.isEmpty()) {
      return Optional.of(unreachable);
    }
    String url = BASE.formatted(KubernetesBinaries.VERSION, program.fileName());
    try (HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build()) {
      HttpResponse<String> checksum =
          client.send(
              request(url + ".sha256", CONNECT.multipliedBy(2)),
              HttpResponse.BodyHandlers.ofString());
      if (checksum.statusCode() != 200) {
        return failed("%s.sha256 answered %d".formatted(url, checksum.statusCode()));
      }
      HttpResponse<Path> file = download(client, url, to);
      if (file.statusCode() != 200) {
        return failed("%s answered %d".formatted(url, file.statusCode()));
      }
      if (!sha256(to).equals(checksum.body().strip())) {
        Files.delete(to);
        return failed("%s does not have the SHA-256 published beside it".formatted(url));
      }
      if (!to.toFile().setExecutable(true)) {
        return failed("cannot make %s executable".formatted(to));
      }
      return Optional.empty();
    } catch (IOException e) {
      return failed("%s is not reachable (%s)".formatted(url, e.getClass().getSimpleName()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed("interrupted");
    }
  }

  private static HttpResponse<Path> download(HttpClient client, String url, Path to)
      throws IOException, InterruptedException {
    try (var _ = Progress.begin("downloading " + url)) {
      return client.send(request(url, TRANSFER), HttpResponse.BodyHandlers.ofFile(to));
    }
  }

  private static Optional<String> failed(String reason) {
    unreachable = reason;
    return Optional.of(reason);
  }

  private static HttpRequest request(String url, Duration timeout) {
    return HttpRequest.newBuilder(URI.create(url)).timeout(timeout).build();
  }

  private static String sha256(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (var in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
