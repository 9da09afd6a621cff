package dev.onsale.operator;

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
    SpringApplication.run(OperatorApplication.class, arguments);
  }
}
