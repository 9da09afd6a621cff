package dev.onsale.testbed.kubernetes;

import java.nio.file.Path;
import java.util.function.Consumer;

/** etcd and kube-apiserver, wherever they run. */
interface ApiServer extends AutoCloseable {
  /** {@code https://HOST:PORT}, as this machine reaches it. */
  String url();

  /** PEM of the authority, or of the server itself when it signed its own. */
  String certificate();

  /** See {@link ControlPlane#whileDown}. */
  void whileDown(Consumer<Path> meanwhile);

  @Override
  void close();
}
