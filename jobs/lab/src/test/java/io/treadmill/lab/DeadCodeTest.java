package io.treadmill.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.treadmill.jobs.Main;
import io.treadmill.lake.LocalDisk;
import io.treadmill.lake.StagingCatalog;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the command line cannot reach is dead. From {@link Main} on, each call leads to the method
 * it names and to every override of it; a class that is made answers to what its outside supertypes
 * can ask of it (Spark, Iceberg, picocli, {@code toString}).
 */
class DeadCodeTest {
  private static final Pattern TESTS = Pattern.compile(".*(/test-classes/|-tests\\.jar).*");

  /** What may be dead, by the beginning of its name, with the reason. */
  private static final Map<String, String> EXCEPTIONS =
      Map.of(
          "io.treadmill.conf.Settings$LakeSettings#oneHostWrites",
          "a setting that is checked where it is read",
          "io.treadmill.conf.Settings$ContractSettings#<init>",
          "a value of a map of settings, made by the reader of YAML",
          "io.treadmill.conf.WatchSettings$WatchRule#<init>",
          "an element of a list of settings, made by the reader of YAML",
          "io.treadmill.conf.WatchSettings$WatchRule#only",
          "called where that is made",
          "io.treadmill.market.FundingRule#rate",
          "the formula that the venue publishes: tests hold its inverse against it",
          "io.treadmill.jobs.statistics.StatisticRows#of",
          "what tests see rows by: the product writes those of all tables at once",
          "io.treadmill.lab.captured.CaptureScores$Key#",
          "a key: it is compared, not read",
          "io.treadmill.jobs.batch.SessionSources$Part#",
          "a key: it is compared, not read",
          "io.treadmill.market.FundingRule#intervalHours",
          "the formula that the venue publishes: tests hold its inverse against it");

  /** Records that Jackson writes: it reads all of their components. */
  private static final Pattern WRITTEN_AS_JSON =
      Pattern.compile(
          "io\\.treadmill\\.(.*\\.report\\.(ReportData|Scorecard|StatisticReader\\$Rows)|"
              + "lake\\.(DayFiles|Lake\\$Written))(\\$.*)?");

  private static final Set<String> OF_RECORDS = Set.of("equals", "hashCode", "toString");

  private static final Set<String> SERIALISATION =
      Set.of("readObject", "writeObject", "readResolve", "writeReplace");

  private final Map<String, JavaClass> classes = new HashMap<>();
  private final Map<JavaClass, Set<String>> outsideMethods = new HashMap<>();
  private final Set<JavaCodeUnit> reached = new LinkedHashSet<>();
  private final Set<JavaClass> touched = new HashSet<>();
  private final Set<JavaClass> made = new HashSet<>();
  private final Map<JavaClass, Set<String>> calledOn = new HashMap<>();
  private final Deque<JavaCodeUnit> open = new ArrayDeque<>();

  @Test
  void everyMethodIsReachedFromTheCommandLine() {
    JavaClasses all =
        new ClassFileImporter()
            .withImportOption(location -> !location.matches(TESTS))
            .importPackages("io.treadmill");
    all.forEach(type -> classes.put(type.getName(), type));
    assertThat(classes).containsKey(Main.class.getName());
    roots();
    while (!open.isEmpty()) {
      follow(open.pop());
    }
    Set<String> dead = dead();
    Set<String> stale = new TreeSet<>(EXCEPTIONS.keySet());
    stale.removeIf(start -> dead.stream().anyMatch(name -> name.startsWith(start)));
    assertThat(stale).as("exceptions that are not needed any more: delete them").isEmpty();
    dead.removeIf(name -> EXCEPTIONS.keySet().stream().anyMatch(name::startsWith));
    assertThat(dead)
        .as("nothing that a command reaches calls these: delete them with their tests")
        .isEmpty();
  }

  private void roots() {
    reach(classes.get(Main.class.getName()).getMethod("main", String[].class));
    // Iceberg makes the catalog and Hadoop the disk by the names that the session says.
    classes.get(StagingCatalog.class.getName()).getConstructors().forEach(this::reach);
    classes.get(LocalDisk.class.getName()).getConstructors().forEach(this::reach);
    for (JavaClass type : classes.values()) {
      boolean command =
          Stream.concat(
                  type.getAnnotations().stream(),
                  type.getFields().stream().flatMap(f -> f.getAnnotations().stream()))
              .anyMatch(DeadCodeTest::isPicocli);
      if (command) {
        type.getConstructors().forEach(this::reach);
        type.getMethods().stream()
            .filter(
                method ->
                    method.getAnnotations().stream()
                        .anyMatch(a -> a.getRawType().getName().startsWith("picocli.")))
            .forEach(this::reach);
        type.getFields().forEach(field -> field.getAnnotations().forEach(this::namedBy));
        type.getAnnotations().forEach(this::namedBy);
        type.getMethods().stream()
            .filter(method -> method.getAnnotations().stream().anyMatch(DeadCodeTest::isPicocli))
            .forEach(this::reach);
        type.getFields().stream()
            .filter(field -> !field.getAnnotations().isEmpty())
            .map(field -> classes.get(field.getRawType().getName()))
            .filter(java.util.Objects::nonNull)
            .forEach(named -> named.getConstructors().forEach(this::reach));
      }
    }
  }

  private static boolean isPicocli(JavaAnnotation<?> annotation) {
    return annotation.getRawType().getName().startsWith("picocli.");
  }

  /** Classes that an annotation names are made by who reads it. */
  private void namedBy(JavaAnnotation<?> annotation) {
    annotation.getProperties().values().stream()
        .flatMap(value -> value instanceof Object[] many ? Stream.of(many) : Stream.of(value))
        .filter(JavaClass.class::isInstance)
        .map(value -> classes.get(((JavaClass) value).getName()))
        .filter(java.util.Objects::nonNull)
        .forEach(type -> type.getConstructors().forEach(this::reach));
  }

  private void reach(JavaCodeUnit unit) {
    if (reached.add(unit)) {
      touch(unit.getOwner());
      if (unit instanceof JavaConstructor) {
        make(unit.getOwner());
      }
      open.push(unit);
    }
  }

  private void touch(JavaClass type) {
    if (touched.add(type)) {
      type.getStaticInitializer().ifPresent(this::reach);
      if (type.isEnum()) {
        make(type);
      }
    }
  }

  /** An object answers to outside types, and to what was called on its supertypes before. */
  private void make(JavaClass type) {
    if (!made.add(type)) {
      return;
    }
    Set<String> outside = outsideMethods(type);
    for (JavaClass own : hierarchy(type)) {
      for (JavaMethod method : own.getMethods()) {
        if (outside.contains(signature(method))
            || SERIALISATION.contains(method.getName())
            || isForJackson(method)
            || isCalled(type, signature(method))) {
          reach(method);
        }
      }
    }
  }

  private static boolean isForJackson(JavaMethod method) {
    return method.getAnnotations().stream()
        .anyMatch(annotation -> annotation.getRawType().getPackageName().contains("jackson"));
  }

  private boolean isCalled(JavaClass type, String signature) {
    return hierarchy(type).stream()
        .anyMatch(above -> calledOn.getOrDefault(above, Set.of()).contains(signature));
  }

  /** The class and all of our classes and interfaces above it. */
  private Collection<JavaClass> hierarchy(JavaClass type) {
    Set<JavaClass> all = new LinkedHashSet<>();
    Deque<JavaClass> left = new ArrayDeque<>(List.of(type));
    while (!left.isEmpty()) {
      JavaClass next = classes.get(left.pop().getName());
      if (next != null && all.add(next)) {
        next.getRawSuperclass().ifPresent(left::push);
        next.getRawInterfaces().forEach(left::push);
      }
    }
    return all;
  }

  private void follow(JavaCodeUnit unit) {
    for (JavaAccess<?> access : unit.getAccessesFromSelf()) {
      JavaClass owner = classes.get(access.getTargetOwner().getName());
      if (owner == null) {
        continue;
      }
      touch(owner);
      if (access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget target) {
        call(owner, target);
      }
    }
    unit.getReferencedClassObjects().stream()
        .map(reference -> classes.get(reference.getRawType().getName()))
        .filter(java.util.Objects::nonNull)
        .forEach(this::named);
    if (unit.getMethodCallsFromSelf().stream().anyMatch(DeadCodeTest::readsComponents)) {
      unit.getReferencedClassObjects().stream()
          .map(reference -> classes.get(reference.getRawType().getName()))
          .filter(type -> type != null && type.isRecord())
          .flatMap(type -> type.getFields().stream())
          .flatMap(field -> field.getOwner().tryGetMethod(field.getName()).stream())
          .forEach(this::reach);
    }
  }

  /** A row layout reads all components of the records that it is given. */
  private static boolean readsComponents(JavaAccess<?> call) {
    return call.getTargetOwner().getName().endsWith(".RowLayout$Builder")
        && call.getTarget().getName().equals("components");
  }

  /** A class that is handed over as such: a process of its own, or a record that Jackson makes. */
  private void named(JavaClass type) {
    touch(type);
    type.getMethods().stream()
        .filter(method -> signature(method).equals("main/1"))
        .forEach(this::reach);
    if (type.isRecord() && !made.contains(type)) {
      type.getConstructors().forEach(this::reach);
      type.getFields().stream()
          .map(field -> classes.get(field.getRawType().getName()))
          .filter(java.util.Objects::nonNull)
          .forEach(this::named);
    }
  }

  private void call(JavaClass owner, AccessTarget.CodeUnitAccessTarget target) {
    String signature = signature(target.getName(), target.getRawParameterTypes());
    if (target instanceof AccessTarget.ConstructorCallTarget
        || target instanceof AccessTarget.ConstructorReferenceTarget) {
      owner.getConstructors().stream()
          .filter(unit -> signature(unit).equals(signature))
          .forEach(this::reach);
      return;
    }
    if (!calledOn.computeIfAbsent(owner, type -> new HashSet<>()).add(signature)) {
      return;
    }
    for (JavaClass above : hierarchy(owner)) {
      reachIn(above, signature);
    }
    for (JavaClass below : owner.getAllSubclasses()) {
      JavaClass own = classes.get(below.getName());
      if (own != null && made.contains(own)) {
        hierarchy(own).forEach(type -> reachIn(type, signature));
      }
    }
  }

  private void reachIn(JavaClass type, String signature) {
    type.getMethods().stream()
        .filter(method -> signature(method).equals(signature))
        .forEach(this::reach);
  }

  /** What types that are not ours can call on an object, by name and number of parameters. */
  private Set<String> outsideMethods(JavaClass type) {
    return outsideMethods.computeIfAbsent(
        type,
        ours -> {
          Set<String> result = new HashSet<>();
          Deque<Class<?>> left = new ArrayDeque<>();
          left.push(ours.reflect());
          while (!left.isEmpty()) {
            Class<?> next = left.pop();
            if (!next.getName().startsWith("io.treadmill.")) {
              for (java.lang.reflect.Method method : next.getDeclaredMethods()) {
                result.add(method.getName() + "/" + method.getParameterCount());
              }
            }
            if (next.getSuperclass() != null) {
              left.push(next.getSuperclass());
            }
            left.addAll(List.of(next.getInterfaces()));
          }
          return result;
        });
  }

  /** Name and number of parameters: types differ between a generic method and its override. */
  private static String signature(JavaCodeUnit unit) {
    return signature(unit.getName(), unit.getRawParameterTypes());
  }

  private static String signature(String name, List<JavaClass> parameters) {
    return name + "/" + parameters.size();
  }

  private Set<String> dead() {
    Set<String> result = new TreeSet<>();
    for (JavaClass type : classes.values()) {
      List<JavaCodeUnit> units =
          type.getCodeUnits().stream()
              .filter(unit -> counts(type, unit))
              .collect(Collectors.toList());
      if (!units.isEmpty() && !touched.contains(type)) {
        result.add(type.getName());
        continue;
      }
      units.stream()
          .filter(unit -> !reached.contains(unit))
          .forEach(unit -> result.add(type.getName() + "#" + signature(unit)));
    }
    return result;
  }

  /** A component that Jackson or its record itself reads needs no caller of its accessor. */
  private static boolean isRead(JavaField component, JavaCodeUnit accessor) {
    return WRITTEN_AS_JSON.matcher(component.getOwner().getName()).matches()
        || component.getAccessesToSelf().stream()
            .filter(access -> access.getAccessType() == JavaFieldAccess.AccessType.GET)
            .map(JavaFieldAccess::getOrigin)
            .anyMatch(reader -> !reader.equals(accessor) && !OF_RECORDS.contains(reader.getName()));
  }

  private static boolean counts(JavaClass type, JavaCodeUnit unit) {
    Set<JavaModifier> modifiers = unit.getModifiers();
    boolean compiled =
        modifiers.contains(JavaModifier.SYNTHETIC) || modifiers.contains(JavaModifier.BRIDGE);
    boolean ofEnum = type.isEnum() && Set.of("values", "valueOf").contains(unit.getName());
    boolean ofRecord = type.isRecord() && OF_RECORDS.contains(unit.getName());
    boolean isRead =
        type.isRecord()
            && type.tryGetField(unit.getName()).stream()
                .anyMatch(component -> isRead(component, unit));
    boolean noObjects = unit instanceof JavaConstructor && modifiers.contains(JavaModifier.PRIVATE);
    return !compiled
        && !ofEnum
        && !ofRecord
        && !isRead
        && !noObjects
        && !unit.getName().equals("<clinit>");
  }
}
