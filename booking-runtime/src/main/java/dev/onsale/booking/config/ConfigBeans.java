package dev.onsale.booking.config;

import dev.onsale.runtime.Role;
import dev.onsale.runtime.RuntimeBoot;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class ConfigBeans {

  @Bean
  @ConditionalOnMissingBean
  ConfigFolder configFolder() {
    return ConfigFolder.fromEnvironment();
  }

  @Bean
  RuntimeBoot runtimeBoot(ConfigFolder folder) {
    return folder.boot();
  }

  @Bean
  Roles roles(Environment environment) {
    return Roles.of(environment.getProperty(Role.VARIABLE));
  }

  @Bean
  LiveConfig liveConfig(ConfigFolder folder) {
    return new LiveConfig(folder);
  }

  @Bean
  Logins logins(ConfigFolder folder) {
    return new Logins(folder);
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
