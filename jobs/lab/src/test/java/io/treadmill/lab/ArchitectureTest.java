package io.treadmill.lab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;

/** The house rules: who may know whom. */
@AnalyzeClasses(packages = "io.treadmill", importOptions = ArchitectureTest.MainCode.class)
class ArchitectureTest {
  /** Leaves the tests out, those of other modules too, which come as folders or as jars. */
  static final class MainCode implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/test-classes/") && !location.contains("-tests.jar");
    }
  }

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
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.treadmill.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule jobPackagesMeetThroughTablesOnly =
      slices()
          .matching("io.treadmill.jobs.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(inPackage("cli"), DescribedPredicate.alwaysTrue())
          .ignoreDependency(inPackage("batch"), DescribedPredicate.alwaysTrue())
          .ignoreDependency(DescribedPredicate.alwaysTrue(), inPackage("contract"))
          .ignoreDependency(DescribedPredicate.alwaysTrue(), inPackage("instrument"))
          .because(
              "they meet in tables; days of an instrument are read in one room for all; the batch knows the list of jobs, the command line calls both");

  @ArchTest
  static final ArchRule nothingStaticChanges =
      fields()
          .that()
          .areStatic()
          .should()
          .beFinal()
          .andShould(notHoldWhatCanChange())
          .because("two runs in one process must not meet");

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

  /** A static field that is final may still hold a collection that grows; arrays are left alone. */
  private static ArchCondition<JavaField> notHoldWhatCanChange() {
    Set<String> growing =
        Set.of(
            "java.util.ArrayList",
            "java.util.HashMap",
            "java.util.TreeMap",
            "java.util.LinkedHashMap",
            "java.util.HashSet",
            "java.util.concurrent.ConcurrentHashMap",
            "java.util.concurrent.ConcurrentMap",
            "java.util.concurrent.atomic.AtomicLong",
            "java.util.concurrent.atomic.AtomicInteger",
            "java.lang.ThreadLocal");
    return new ArchCondition<>("not hold what can change") {
      @Override
      public void check(JavaField field, ConditionEvents events) {
        if (growing.contains(field.getRawType().getName())) {
          events.add(SimpleConditionEvent.violated(field, field.getFullName() + " can change"));
        }
      }
    };
  }
}
