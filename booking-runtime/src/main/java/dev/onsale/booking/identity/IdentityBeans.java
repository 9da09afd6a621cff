package dev.onsale.booking.identity;

import dev.onsale.booking.config.ConfigFolder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class IdentityBeans {

  @Bean
  DeviceIdentity deviceIdentity(ConfigFolder folder) {
    return new DeviceIdentity(folder.key("device-key"));
  }
}
