package dev.onsale;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the shared model may know. */
@AnalyzeClasses(packages = "dev.onsale", importOptions = ImportOption.DoNotIncludeTests.class)
class ArrowsTest {
  @ArchTest
  static final ArchRule theModelKnowsAnnotationsButNoMapper =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml.jackson.databind..");

  @ArchTest
  static final ArchRule seatsKnowNothingOfTheCluster =
      noClasses()
          .that()
          .resideInAnyPackage("dev.onsale.seating..", "dev.onsale.runtime..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.fabric8.kubernetes..");

  @ArchTest
  static final ArchRule thePureRulesReadNoClock =
      noClasses()
          .should()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");
}
