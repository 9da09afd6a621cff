package dev.onsale.booking.boundary;

import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.web.reactive.config.BlockingExecutionConfigurer;
import org.springframework.web.reactive.config.WebFluxConfigurer;

/** Controllers may block, each request on a virtual thread; bodies have at most 64 kB. */
public final class BlockingControllers implements WebFluxConfigurer {
  private static final int MAX_BODY_BYTES = 64 * 1024;

  @Override
  public void configureBlockingExecution(BlockingExecutionConfigurer configurer) {
    configurer.setExecutor(new VirtualThreadTaskExecutor("http-"));
    configurer.setControllerMethodPredicate(method -> true);
  }

  @Override
  public void configureHttpMessageCodecs(ServerCodecConfigurer configurer) {
    configurer.defaultCodecs().maxInMemorySize(MAX_BODY_BYTES);
  }
}
