package dev.onsale.testbed.bench.reconcile;

import io.fabric8.kubernetes.client.Config;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** HTTP to the API server and nothing else: no caches, no retries, no models. */
final class ApiClient implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient http;
  private final String server;
  private final String token;

  /** What the API server said. */
  record Answer(int code, String body) {

    boolean isSuccess() {
      return code >= 200 && code < 300;
    }
  }

  ApiClient(Config config) {
    server = config.getMasterUrl().replaceAll("/$", "");
    token = config.getAutoOAuthToken();
    http =
        HttpClient.newBuilder()
            .sslContext(trusting(config.getCaCertData()))
            .connectTimeout(TIMEOUT)
            .build();
  }

  /**
   * @param contentType of the body; null without one
   */
  Answer send(String method, String path, @Nullable String contentType, @Nullable String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server + path))
            .timeout(TIMEOUT)
            .header("Authorization", "Bearer " + token)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (contentType != null) {
      request.header("Content-Type", contentType);
    }
    HttpResponse<String> response =
        http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Answer(response.statusCode(), response.body());
  }

  /**
   * @throws IllegalStateException with the API server's words if it refuses
   */
  Answer demand(String method, String path, String contentType, String body)
      throws IOException, InterruptedException {
    Answer answer = send(method, path, contentType, body);
    if (!answer.isSuccess()) {
      throw new IllegalStateException(
          "%s %s was answered %d: %s".formatted(method, path, answer.code(), answer.body()));
    }
    return answer;
  }

  private static SSLContext trusting(String certificateData) {
    try {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      int number = 0;
      for (var certificate :
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(Base64.getDecoder().decode(certificateData)))) {
        trusted.setCertificateEntry("ca-" + number++, certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("the control plane's certificate cannot be read", e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
