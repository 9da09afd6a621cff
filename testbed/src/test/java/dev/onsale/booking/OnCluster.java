package dev.onsale.booking;

import dev.onsale.testbed.stores.EmbeddedRedisCluster;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;
import org.junit.jupiter.api.extension.TestInstancePreDestroyCallback;

/** The tests' events are on a Redis Cluster of three nodes instead of a single server. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OnCluster.Redirection.class)
public @interface OnCluster {

  /** Begins before a test's fields are made. */
  final class Redirection
      implements TestInstancePreConstructCallback, TestInstancePreDestroyCallback {
    private static final class Nodes {
      static final EmbeddedRedisCluster CLUSTER = EmbeddedRedisCluster.start();

      static {
        Runtime.getRuntime().addShutdownHook(new Thread(CLUSTER::close));
      }
    }

    @Override
    public void preConstructTestInstance(
        TestInstanceFactoryContext factory, ExtensionContext context) {
      SaleInRedis.CLUSTER.set(Nodes.CLUSTER);
    }

    @Override
    public void preDestroyTestInstance(ExtensionContext context) {
      SaleInRedis.CLUSTER.remove();
    }
  }
}
