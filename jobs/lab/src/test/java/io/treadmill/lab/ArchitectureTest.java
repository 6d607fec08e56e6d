package io.treadmill.lab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The house rules: who may know whom. */
@AnalyzeClasses(packages = "io.treadmill", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule pureMathsKnowsNoEngineNoFileAndNoClock =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.treadmill.market..", "io.treadmill.book..", "io.treadmill.stats..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.(spark|iceberg|hadoop|parquet|avro|logging)..",
              "java.nio.file..",
              "java.sql..",
              "java.net..",
              "com.fasterxml..")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.time.Clock.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.io.InputStream.class);

  @ArchTest
  static final ArchRule pureMathsKnowsNoLake =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.treadmill.market..", "io.treadmill.book..", "io.treadmill.stats..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.treadmill.lake..", "io.treadmill.jobs..", "io.treadmill.conf..");

  @ArchTest
  static final ArchRule settingsDependOnNothingOfOurs =
      noClasses()
          .that()
          .resideInAPackage("io.treadmill.conf..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.treadmill.lake..",
              "io.treadmill.jobs..",
              "io.treadmill.market..",
              "io.treadmill.book..",
              "io.treadmill.stats..");

  @ArchTest
  static final ArchRule theLakeKnowsNoJob =
      noClasses()
          .that()
          .resideInAPackage("io.treadmill.lake..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.treadmill.jobs..");

  @ArchTest
  static final ArchRule jobPackagesMeetThroughTablesOnly =
      slices()
          .matching("io.treadmill.jobs.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(inPackage("cli"), DescribedPredicate.alwaysTrue())
          .because("they meet in tables; the command line calls every job");

  @ArchTest
  static final ArchRule theProductDoesNotKnowTheLaboratory =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.treadmill.lab..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.treadmill.lab..");

  @ArchTest
  static final ArchRule onlyTheLakeKnowsIceberg =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.treadmill.lake..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.iceberg..");

  @ArchTest
  static final ArchRule namesSayWhatThingsAre =
      classes()
          .should()
          .haveNameNotMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl|Processor)$");

  private static DescribedPredicate<JavaClass> inPackage(String name) {
    return DescribedPredicate.describe(
        "in " + name, type -> type.getPackageName().startsWith("io.treadmill.jobs." + name));
  }
}
