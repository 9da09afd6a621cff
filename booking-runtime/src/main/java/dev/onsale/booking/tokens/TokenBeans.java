package dev.onsale.booking.tokens;

import dev.onsale.booking.config.ConfigFolder;
import dev.onsale.runtime.RuntimeBoot;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TokenBeans {

  @Bean
  PlaceTokens placeTokens(ConfigFolder folder, RuntimeBoot boot) {
    return new PlaceTokens(folder.key("place-key"), event(boot));
  }

  @Bean
  EntryTokens entryTokens(ConfigFolder folder, RuntimeBoot boot) {
    return new EntryTokens(folder.key("entry-key"), event(boot));
  }

  /** A retained event that is created again keeps its buyers' tokens only if it is the same one. */
  private static String event(RuntimeBoot boot) {
    return boot.clusterId() + "/" + boot.eventUid();
  }
}
