package dev.onsale.booking;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "dev.onsale.booking",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "dev.onsale.booking.";

  @ArchTest
  static final ArchRule onlyBoundaryAndWebKnowHttp =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "boundary..", ROOT + "web..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework.http..",
              "org.springframework.web..",
              ROOT + "boundary..",
              ROOT + "web..");

  @ArchTest
  static final ArchRule seatsKnowNothingOfMoneyOrTurns =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "seats..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "payments..", ROOT + "orders..", ROOT + "tickets..", ROOT + "queue..");

  @ArchTest
  static final ArchRule theQueueKnowsNothingOfOrders =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "queue..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + "payments..", ROOT + "orders..", ROOT + "tickets..");

  @ArchTest
  static final ArchRule onlyTheRedisPackageKnowsItsDriver =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "redis..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.lettuce..");

  @ArchTest
  static final ArchRule theRuntimeKnowsNothingOfKubernetesObjects =
      noClasses().should().dependOnClassesThat().resideInAPackage("io.fabric8.kubernetes..");
}
