package dev.onsale.testbed.kubernetes;

import com.dajudge.kindcontainer.ApiServerContainer;
import com.dajudge.kindcontainer.ApiServerContainerVersion;
import com.dajudge.kindcontainer.KubernetesImageSpec;
import dev.onsale.testbed.process.StartFailure;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/**
 * etcd and kube-apiserver as containers, by kindcontainer, where system property {@value #PROPERTY}
 * is {@code true}. Their images hold the very programs that {@link ApiServerProcesses} starts, so
 * no registry is asked.
 */
final class ApiServerContainers implements ApiServer {
  static final String PROPERTY = "onsale.kindcontainer";

  private static final String TOKENS_INSIDE = "/etc/onsale/tokens.csv";

  private final ApiServerContainer<?> container;
  private final Config reached;

  private ApiServerContainers(ApiServerContainer<?> container) {
    this.container = container;
    // a file of its own that nobody else's kubeconfig is merged into
    this.reached = Config.fromKubeconfig(container.getKubeconfig());
  }

  static boolean chosen() {
    return Boolean.getBoolean(PROPERTY);
  }

  /**
   * Returns when the API server answers.
   *
   * @param tokens kube-apiserver's static token file
   * @throws StartFailure when no Docker daemon answers, with what to do
   */
  static ApiServerContainers start(Path tokens) {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new StartFailure(
          "-D%s=true needs a Docker daemon and none answers: start one (Debian: docker.io), let"
                  .formatted(PROPERTY)
              + " DOCKER_HOST name one, or leave the property away");
    }
    ServerImage.loadAll();
    ApiServerContainer<?> container =
        new ApiServerContainer<>(
            // the version decides about flags only; the newest that the library knows
            new KubernetesImageSpec<>(ApiServerContainerVersion.VERSION_1_34_1)
                .withImage(ServerImage.API_SERVER.imageName()));
    container.withEtcdImage(DockerImageName.parse(ServerImage.ETCD.imageName()));
    container.withCopyToContainer(Transferable.of(text(tokens)), TOKENS_INSIDE);
    container.withCreateContainerCmdModifier(
        command ->
            command.withCmd(
                Stream.concat(
                        Stream.ofNullable(command.getCmd()).flatMap(Stream::of),
                        Stream.of("--token-auth-file=" + TOKENS_INSIDE))
                    .toArray(String[]::new)));
    container.start();
    return new ApiServerContainers(container);
  }

  @Override
  public String url() {
    return reached.getMasterUrl().replaceFirst("/$", "");
  }

  @Override
  public String certificate() {
    return new String(Base64.getDecoder().decode(reached.getCaCertData()), StandardCharsets.UTF_8);
  }

  @Override
  public void whileDown(Consumer<Path> meanwhile) {
    throw new UnsupportedOperationException(
        "etcd's folder is in its container: run this test without -D" + PROPERTY);
  }

  @Override
  public void close() {
    container.stop();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new StartFailure("cannot read " + file, e);
    }
  }
}
