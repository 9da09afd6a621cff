package dev.onsale.testbed.stores;

import dev.onsale.testbed.process.Command;
import dev.onsale.testbed.process.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * An authority that signs certificates for servers on loopback, made with the JDK's keytool. What
 * it signs is good for a day.
 */
public final class TestAuthority implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String PASSWORD = "only for a test";
  private static final String KEY = "key";

  private final Path folder;
  private final Path log;

  private TestAuthority(Path folder) {
    this.folder = folder;
    this.log = Folders.logs().resolve("keytool.log");
  }

  /**
   * A server's files in PEM.
   *
   * @param key PKCS#8
   */
  public record Issued(Path certificate, Path key) {}

  public static TestAuthority create() {
    TestAuthority authority = new TestAuthority(Folders.state("authority"));
    authority.pair("authority", "CN=Authority of a test", List.of("-ext", "bc:c"));
    authority.keytool(
        "authority", List.of("-exportcert", "-rfc", "-file", authority.file("ca.crt").toString()));
    return authority;
  }

  /** The authority's certificate. */
  public Path certificate() {
    return file("ca.crt");
  }

  /** The authority's certificate in PEM. */
  public String pem() {
    try {
      return Files.readString(certificate());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A certificate for 127.0.0.1.
   *
   * @param name of the files, unique within the authority
   */
  public Issued issue(String name) {
    return issue(name, "san=ip:127.0.0.1,dns:localhost");
  }

  /** A certificate that names another host. */
  public Issued issueForElsewhere(String name) {
    return issue(name, "san=dns:elsewhere.example");
  }

  private Issued issue(String name, String names) {
    pair(name, "CN=" + name, List.of());
    Path request = file(name + ".csr");
    Path certificate = file(name + ".crt");
    Path key = file(name + ".key");
    keytool(name, List.of("-certreq", "-file", request.toString()));
    keytool(
        "authority",
        List.of(
            "-gencert",
            "-rfc",
            "-validity",
            "1",
            "-ext",
            names,
            "-infile",
            request.toString(),
            "-outfile",
            certificate.toString()));
    try {
      Files.writeString(key, privateKey(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Issued(certificate, key);
  }

  private void pair(String name, String subject, List<String> more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                subject,
                "-validity",
                "1"));
    arguments.addAll(more);
    keytool(name, arguments);
  }

  private void keytool(String name, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/keytool").toString());
    command.addAll(arguments);
    command.addAll(
        List.of(
            "-alias",
            KEY,
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-keystore",
            file(name + ".p12").toString()));
    Command.run(log, LIMIT, command);
  }

  private String privateKey(String name) throws IOException {
    try (InputStream in = Files.newInputStream(file(name + ".p12"))) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      byte[] key = store.getKey(KEY, PASSWORD.toCharArray()).getEncoded();
      return "-----BEGIN PRIVATE KEY-----\n"
          + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(key)
          + "\n-----END PRIVATE KEY-----\n";
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("keytool wrote a store that cannot be read", e);
    }
  }

  private Path file(String name) {
    return folder.resolve(name);
  }

  @Override
  public void close() {
    Folders.remove(folder);
  }
}
