package dev.onsale.booking.tokens;

import dev.onsale.booking.config.ConfigFolder;
import dev.onsale.runtime.RuntimeBoot;
import dev.onsale.runtime.TokenKind;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TokenBeans {

  @Bean
  TokenKeys tokenKeys(ConfigFolder folder, Clock clock) {
    return new TokenKeys(folder, clock);
  }

  @Bean
  PlaceTokens placeTokens(TokenKeys keys, RuntimeBoot boot) {
    return new PlaceTokens(keys.ring(TokenKind.Place), event(boot));
  }

  @Bean
  EntryTokens entryTokens(TokenKeys keys, RuntimeBoot boot) {
    return new EntryTokens(keys.ring(TokenKind.Entry), event(boot));
  }

  @Bean
  IdentityTokens identityTokens(TokenKeys keys, RuntimeBoot boot) {
    return new IdentityTokens(keys.ring(TokenKind.Identity), event(boot));
  }

  @Bean
  HoldIds holdIds(TokenKeys keys, RuntimeBoot boot) {
    return new HoldIds(keys.ring(TokenKind.Hold), event(boot));
  }

  /** A retained event that is created again keeps its buyers' tokens only if it is the same one. */
  private static String event(RuntimeBoot boot) {
    return boot.clusterId() + "/" + boot.eventUid();
  }
}
