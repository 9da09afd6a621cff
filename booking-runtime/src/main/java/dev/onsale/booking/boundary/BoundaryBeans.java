package dev.onsale.booking.boundary;

import dev.onsale.booking.config.Roles;
import dev.onsale.booking.identity.Identities;
import dev.onsale.booking.tokens.EntryTokens;
import dev.onsale.booking.tokens.PlaceTokens;
import dev.onsale.runtime.RuntimeBoot;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;
import tools.jackson.databind.json.JsonMapper;

@Configuration(proxyBeanMethods = false)
class BoundaryBeans {
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
  WebFluxConfigurer requestArguments(Identities identities, QueueTokens tokens) {
    return new WebFluxConfigurer() {
      @Override
      public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
        configurer.addCustomResolver(new RequestArguments(identities, tokens));
      }
    };
  }
}
