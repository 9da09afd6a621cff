package dev.onsale.booking.config;

import dev.onsale.runtime.RuntimeBoot;
import java.time.Clock;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

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
  LiveConfig liveConfig(ConfigFolder folder) {
    return new LiveConfig(folder);
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
