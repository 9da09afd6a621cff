package dev.onsale.operator;

import dev.onsale.operator.health.OperatorHealth;
import dev.onsale.operator.health.OperatorMetrics;
import dev.onsale.operator.health.Pulse;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Wires the process by hand: environment, operator, health. */
@Configuration(proxyBeanMethods = false)
class OperatorConfiguration {

  private static final int REQUEST_MILLIS = 15_000;

  @Bean
  OperatorSettings settings(Environment environment) {
    String namespace = environment.getProperty("OPERATOR_NAMESPACE");
    if (namespace == null || namespace.isBlank()) {
      throw new IllegalStateException(
          "OPERATOR_NAMESPACE is not set; set it to the operator's namespace, from the downward"
              + " API");
    }
    return OperatorSettings.of(
            namespace,
            environment.getProperty("LEADER_ELECTION", Boolean.class, false),
            environment.getProperty("POD_NAME", "operator-" + UUID.randomUUID()))
        .watching(names(environment.getProperty("WATCH_NAMESPACES", "")));
  }

  private static Set<String> names(String list) {
    return Stream.of(list.split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean(destroyMethod = "close")
  OperatorRuntime operator(OperatorSettings settings, Clock clock) {
    Config config =
        new ConfigBuilder(Config.autoConfigure(null))
            .withRequestTimeout(REQUEST_MILLIS)
            .withConnectionTimeout(REQUEST_MILLIS)
            .build();
    return new OperatorRuntime(config, settings, clock);
  }

  @Bean
  SmartLifecycle reconciling(OperatorRuntime operator) {
    return new Reconciling(operator);
  }

  @Bean
  OperatorHealth operatorHealthIndicator(OperatorRuntime operator) {
    return new OperatorHealth(operator::started, operator::watching);
  }

  @Bean
  Pulse pulseHealthIndicator(OperatorRuntime operator) {
    return new Pulse(operator.slots(), operator::expectsWork);
  }

  @Bean
  OperatorMetrics operatorMetrics(OperatorRuntime operator) {
    return new OperatorMetrics(
        operator::events, operator::leading, operator.slots(), operator.storeErrors());
  }
}
