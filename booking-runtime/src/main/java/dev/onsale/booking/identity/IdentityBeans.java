package dev.onsale.booking.identity;

import dev.onsale.booking.config.ConfigFolder;
import dev.onsale.booking.tokens.IdentityTokens;
import dev.onsale.booking.tokens.Mac;
import dev.onsale.booking.tokens.TokenKeys;
import dev.onsale.runtime.RuntimeBoot;
import dev.onsale.runtime.TokenKind;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class IdentityBeans {

  @Bean
  DeviceIdentity deviceIdentity(TokenKeys keys, ConfigFolder folder) {
    return new DeviceIdentity(keys.ring(TokenKind.Device), pseudonyms(folder));
  }

  @Bean
  Identities identities(
      DeviceIdentity devices, IdentityTokens logins, ConfigFolder folder, RuntimeBoot boot) {
    return new Identities(devices, logins, pseudonyms(folder), boot.identity().equals("Anonymous"));
  }

  private static Mac pseudonyms(ConfigFolder folder) {
    return new Mac(folder.key("pseudonym-key"));
  }
}
