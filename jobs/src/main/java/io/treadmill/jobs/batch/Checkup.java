package io.treadmill.jobs.batch;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.Settings;
import io.treadmill.conf.Settings.LakeSettings;
import io.treadmill.conf.UserError;
import io.treadmill.lake.StorageProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a run needs of the machine, the storage and the catalog, looked at without a session. */
public final class Checkup {
  private static final long GIB = 1L << 30;
  private static final int JAVA = 17;
  private static final Duration SKEW = Duration.ofSeconds(30);
  private static final Pattern SPARK_JAR = Pattern.compile("spark-core_[\\d.]+-([\\d.]+)\\.jar");

  private final Settings settings;
  private final Clock clock;
  private final List<Finding> findings = new ArrayList<>();

  /** How a thing is. */
  public enum State {
    OK,
    WARN,
    FAIL
  }

  /**
   * What was found.
   *
   * @param what the thing
   * @param remedy what to do; null if it is well
   */
  public record Finding(State state, String what, String found, String remedy) {}

  /** Makes one. */
  public Checkup(Settings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** Looks at everything. */
  public List<Finding> findings() {
    int java = Runtime.version().feature();
    add(
        java == JAVA ? State.OK : State.FAIL,
        "java",
        Runtime.version().toString(),
        "install a JDK 17 and set JAVA_HOME");
    spark(System.getenv("SPARK_HOME"));
    String zone = TimeZone.getDefault().getID();
    add(
        List.of("UTC", "GMT", "Etc/UTC").contains(zone) ? State.OK : State.WARN,
        "time zone",
        zone,
        "start it by submit/treadmill, or with -Duser.timezone=UTC");
    long heap = Runtime.getRuntime().maxMemory();
    add(
        heap >= GIB * 9 / 10 ? State.OK : State.WARN,
        "heap",
        "%,d MiB".formatted(heap >> 20),
        "set TREADMILL_MEMORY to 2g or more");
    storage("archive", settings.archive().uri());
    storage("lake", settings.lake().uri());
    disk("temporary files", Path.of(System.getProperty("java.io.tmpdir")));
    attempt("catalog", "see the message", this::catalog);
    attempt("lock", "wait for the run that holds it", this::lock);
    return List.copyOf(findings);
  }

  private void add(State state, String what, String found, String remedy) {
    findings.add(new Finding(state, what, found, state == State.OK ? null : remedy));
  }

  private void attempt(String what, String remedy, Supplier<String> look) {
    try {
      add(State.OK, what, look.get(), null);
    } catch (RuntimeException e) {
      Failures.Outcome outcome = Failures.of(e);
      State state = outcome.exitCode() == ExitCode.BUSY ? State.WARN : State.FAIL;
      add(state, what, outcome.message(), remedy);
    }
  }

  /** Treadmill is compiled for one version; a distribution may bring another. */
  private void spark(String home) {
    String own = SparkVersions.own();
    String other = home == null ? null : version(Path.of(home, "jars"));
    add(
        other == null || other.equals(own) ? State.OK : State.WARN,
        "spark",
        other == null ? own + " of this process" : "%s here, %s in %s".formatted(own, other, home),
        "use a distribution of the same version, or unset SPARK_HOME");
  }

  private static String version(Path jars) {
    try (Stream<Path> all = Files.list(jars)) {
      return all.map(jar -> SPARK_JAR.matcher(jar.getFileName().toString()))
          .filter(Matcher::matches)
          .map(jar -> jar.group(1))
          .findFirst()
          .orElse("no spark-core");
    } catch (IOException e) {
      return "no " + jars;
    }
  }

  private void storage(String what, String uri) {
    boolean isLocal = LakeSettings.isLocal(uri);
    if (isLocal && !Files.isDirectory(Sessions.localPath(uri))) {
      add(State.WARN, what, "no folder " + Sessions.localPath(uri), "the first run makes it");
      return;
    }
    try {
      Duration skew = StorageProbe.write(Sessions.absolute(uri), Sessions.hadoop(settings), clock);
      add(State.OK, what, uri + " can be written", null);
      add(
          skew.abs().compareTo(SKEW) <= 0 ? State.OK : State.WARN,
          "clock of the " + what,
          "%d s from ours".formatted(skew.toSeconds()),
          "set both clocks by NTP");
    } catch (RuntimeException | IOException e) {
      add(State.FAIL, what, Failures.of(e).message(), "make it writable for this user");
    }
    if (isLocal) {
      disk("disk of the " + what, Sessions.localPath(uri));
    }
  }

  private void disk(String what, Path folder) {
    long free = folder.toFile().getUsableSpace();
    add(
        free < GIB ? State.FAIL : free < 5 * GIB ? State.WARN : State.OK,
        what,
        "%.1f GiB free in %s".formatted((double) free / GIB, folder),
        "make room");
  }

  private String catalog() {
    String place =
        settings.lake().catalog().uri().isBlank()
            ? settings.lake().uri()
            : settings.lake().catalog().type();
    if (settings.lake().catalog().isSqlite()) {
      try {
        Sessions.requireCatalog(settings);
      } catch (UserError e) {
        return "none yet; the first run makes it";
      }
    }
    return "%d tables, can be written (%s)".formatted(Sessions.catalog(settings).check(), place);
  }

  private String lock() {
    if (settings.lake().catalog().isSqlite()) {
      try {
        Sessions.requireCatalog(settings);
      } catch (UserError e) {
        return "free";
      }
    }
    RunLock.take(settings).close();
    return "free";
  }
}
