package dev.onsale.booking.boundary;

import dev.onsale.booking.config.Roles;
import dev.onsale.booking.identity.DeviceIdentity;
import dev.onsale.booking.identity.Identities;
import dev.onsale.booking.tokens.EntryTokens;
import dev.onsale.booking.tokens.PlaceTokens;
import dev.onsale.runtime.RuntimeBoot;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.http.client.ReactorResourceFactory;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import reactor.netty.resources.LoopResources;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class BoundaryBeans {
  /** Outlives the server and whoever else uses its threads. */
  @Bean(destroyMethod = "dispose")
  LoopResources loopResources() {
    return LoopResources.create("http", LoopResources.DEFAULT_IO_WORKER_COUNT, true);
  }

  @Bean
  ReactorResourceFactory reactorResourceFactory(LoopResources loops) {
    ReactorResourceFactory factory = new ReactorResourceFactory();
    factory.setUseGlobalResources(false);
    factory.setLoopResources(loops);
    return factory;
  }

  /** Ended with {@link #loopResources}; Spring would end it as any executor, too early. */
  @Bean(destroyMethod = "")
  EventLoopGroup eventLoops(LoopResources loops) {
    return loops.onServer(true);
  }

  @Bean
  Drain drain(Environment environment) {
    return new Drain(environment.getRequiredProperty("onsale.drain", Duration.class));
  }

  @Bean
  ProblemHandler problemHandler(JsonMapper json) {
    return new ProblemHandler(json);
  }

  @Bean
  EventPath eventPath(RuntimeBoot boot) {
    return new EventPath(boot.namespace(), boot.name());
  }

  @Bean
  RoleFilter roleFilter(Roles roles, RuntimeBoot boot) {
    return new RoleFilter(roles, boot.namespace(), boot.name());
  }

  @Bean
  SameOrigin sameOrigin() {
    return new SameOrigin();
  }

  @Bean
  QueueTokens queueTokens(PlaceTokens places, EntryTokens entries) {
    return new QueueTokens(places, entries);
  }

  @Bean
  BlockingControllers blockingControllers() {
    return new BlockingControllers();
  }

  @Bean
  Visitors visitors(
      Identities identities, DeviceIdentity devices, QueueTokens tokens, EventPath path) {
    return new Visitors(identities, devices, tokens, path);
  }

  @Bean
  WebFluxConfigurer requestArguments(Visitors visitors) {
    return new WebFluxConfigurer() {
      @Override
      public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
        configurer.addCustomResolver(new RequestArguments(visitors));
      }
    };
  }
}
