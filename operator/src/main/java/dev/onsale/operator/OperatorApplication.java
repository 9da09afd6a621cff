package dev.onsale.operator;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The operator as a process: reconciles, and answers on port 8081 how it is. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(OperatorConfiguration.class)
public class OperatorApplication {

  public static void main(String[] arguments) {
    application().run(arguments);
  }

  /** Configured by {@code operator.yaml}, so that it can share a class path with the runtime. */
  static SpringApplication application() {
    SpringApplication application = new SpringApplication(OperatorApplication.class);
    application.setDefaultProperties(Map.of("spring.config.name", "operator"));
    return application;
  }
}
