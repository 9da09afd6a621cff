package dev.onsale.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.onsale.operator",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String ROOT = "dev.onsale.operator.";

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("dev.onsale.operator.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule storesKnowNoKubernetes =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + "postgres..", ROOT + "redis..", ROOT + "kafka..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.fabric8..", "io.javaoperatorsdk..");

  @ArchTest
  static final ArchRule decisionsArePure =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + "validation..", ROOT + "config..", ROOT + "identity..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.fabric8.kubernetes.client..",
              "io.javaoperatorsdk..",
              "java.sql..",
              "io.lettuce..",
              "org.apache.kafka..");

  @ArchTest
  static final ArchRule onlyTheRootKnowsSpring =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.onsale.operator", ROOT + "health..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.springframework..");
}
