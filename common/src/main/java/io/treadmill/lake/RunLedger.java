package io.treadmill.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.treadmill.lake.Lake.Written;
import io.treadmill.market.Fingerprint;
import io.treadmill.market.UtcDays;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.SparkSession;

/**
 * Writes and reads the table {@code runs}, which it reads once: who holds the lake adds alone. Safe
 * for jobs that run side by side. What is added is written with the tables of the run, so that both
 * are published together.
 */
public final class RunLedger {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a row says of a job or a run. */
  public enum State {
    /** The run began; what it did says a later row. */
    STARTED,
    /** It ended well and was published. */
    DONE,
    /** It ended with a message; nothing was published. */
    FAILED,
    /** It ended without a word; nothing was published. */
    DIED,
    /** What it published was taken back: its days are to be computed again. */
    ROLLED_BACK;

    /** Returns the word in the table. */
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final RowLayout<Entry> RUNS =
      RowLayout.<Entry>of(LakeTables.RUNS)
          .text("run_id", Entry::runId)
          .text("job", Entry::job)
          .text("state", entry -> entry.state().text())
          .date("from_day", entry -> entry.days() == null ? null : entry.days().from())
          .date("to_day", entry -> entry.days() == null ? null : entry.days().to())
          .text("selection", entry -> entry.selection().toString())
          .text("inputs_hash", entry -> Fingerprint.of(entry.inputs().toString()))
          .text("inputs", entry -> json(entry.inputs()))
          .text("editions", entry -> entry.editions().isEmpty() ? null : json(entry.editions()))
          .text("configuration_hash", Entry::configurationHash)
          .text("code_version", entry -> codeVersion())
          .text("tables", entry -> json(entry.written()))
          .text("message", Entry::message)
          .instant("started_ts", Entry::started)
          .instant("finished_ts", Entry::finished)
          .build();

  private final SparkSession spark;
  private final Lake lake;
  private final List<Entry> added = new ArrayList<>();
  private List<Done> done;
  private Map<String, Entry> unfinished;

  /** What is kept of a job that ended well; selection and inputs as texts. */
  private record Done(
      String runId,
      String job,
      String configurationHash,
      String selection,
      String inputs,
      UtcDays days) {}

  /** Makes the ledger of a lake. */
  public RunLedger(SparkSession spark, Lake lake) {
    this.spark = spark;
    this.lake = lake;
  }

  /**
   * The start of a run, or the end of one or of one of its jobs.
   *
   * @param runId id of the run
   * @param job name of the job, or what the run does
   * @param state how it stands
   * @param days days computed; null for an import
   * @param selection venue and symbols
   * @param inputs name of each input, its hash
   * @param editions when the totals of aggregators among them were published, by vendor and symbol
   * @param configurationHash hash of the settings that decide results
   * @param written tables with rows and snapshots
   * @param message what went wrong, or null
   * @param started start
   * @param finished end
   */
  public record Entry(
      String runId,
      String job,
      State state,
      UtcDays days,
      Selection selection,
      SortedMap<String, String> inputs,
      SortedMap<String, String> editions,
      String configurationHash,
      List<Written> written,
      String message,
      Instant started,
      Instant finished) {}

  /** Adds one row, which is written with the next {@link #write}. */
  public synchronized void add(Entry entry) {
    added.add(entry);
    if (done != null) {
      keep(entry);
    }
  }

  /** Writes what was added into the lake, to be published with what is staged there. */
  public synchronized void write() {
    lake.append(LakeTables.RUNS, RUNS.rows(added));
    added.clear();
  }

  /** Forgets the jobs that ended well: the run failed, and nothing of it is published. */
  public synchronized void forgetDone() {
    added.removeIf(entry -> entry.state() == State.DONE);
    done = null;
  }

  /** Returns what the runs wrote when they began that did not end. */
  public synchronized List<Entry> unfinished() {
    read();
    return List.copyOf(unfinished.values());
  }

  private void read() {
    if (done != null) {
      return;
    }
    done = new ArrayList<>();
    unfinished = new LinkedHashMap<>();
    NamedRow.all(
            lake.read(LakeTables.RUNS)
                .drop("tables", "message")
                .coalesce(spark.sparkContext().defaultParallelism()))
        .stream()
        .sorted(Comparator.comparingLong(row -> row.micros("finished_ts")))
        .forEach(this::keep);
    added.forEach(this::keep);
  }

  private void keep(NamedRow row) {
    State state = State.valueOf(row.text("state").toUpperCase(Locale.ROOT));
    UtcDays days =
        row.isNull("from_day") ? null : new UtcDays(row.day("from_day"), row.day("to_day"));
    String run = row.text("run_id") + " " + row.text("job");
    if (state == State.STARTED) {
      unfinished.put(run, started(row, days));
    } else {
      unfinished.remove(run);
    }
    if (state == State.ROLLED_BACK) {
      done.removeIf(job -> job.runId().equals(row.text("run_id")));
    }
    if (state == State.DONE && days != null) {
      done.add(
          new Done(
              row.text("run_id"),
              row.text("job"),
              row.text("configuration_hash"),
              row.text("selection"),
              row.text("inputs"),
              days));
    }
  }

  private static Entry started(NamedRow row, UtcDays days) {
    return new Entry(
        row.text("run_id"),
        row.text("job"),
        State.STARTED,
        days,
        Selection.ofText(row.text("selection")),
        new TreeMap<>(),
        new TreeMap<>(),
        row.text("configuration_hash"),
        List.of(),
        null,
        row.instant("started_ts"),
        row.instant("finished_ts"));
  }

  private void keep(Entry entry) {
    if (entry.state() == State.ROLLED_BACK) {
      done.removeIf(job -> job.runId().equals(entry.runId()));
    }
    if (entry.state() == State.DONE && entry.days() != null) {
      done.add(
          new Done(
              entry.runId(),
              entry.job(),
              entry.configurationHash(),
              entry.selection().toString(),
              json(entry.inputs()),
              entry.days()));
    }
  }

  /**
   * What a job used so far.
   *
   * @param hashes name of each input, the hash it had when it was last used
   * @param computed all days computed, at least one
   */
  public record Inputs(SortedMap<String, String> hashes, NavigableSet<LocalDate> computed) {
    /** Returns what one run used. */
    public static Inputs of(Map<String, String> hashes, UtcDays days) {
      return new Inputs(new TreeMap<>(hashes), new TreeSet<>(days.days()));
    }

    /** Returns the days from the first to the last that was computed. */
    public UtcDays days() {
      return new UtcDays(computed.first(), computed.last());
    }

    /** Returns what was used after a later run too: of its days what that one found. */
    public Inputs then(Inputs later) {
      SortedMap<String, String> all = new TreeMap<>(hashes);
      all.keySet().removeIf(input -> day(input).filter(later.computed::contains).isPresent());
      all.putAll(later.hashes);
      NavigableSet<LocalDate> both = new TreeSet<>(computed);
      both.addAll(later.computed);
      return new Inputs(all, both);
    }

    /** Returns the day of an input that ends with one: {@code dataset/venue/product/day}. */
    public static Optional<LocalDate> day(String input) {
      String last = input.substring(input.lastIndexOf('/') + 1);
      return last.matches("\\d{4}-\\d{2}-\\d{2}")
          ? Optional.of(LocalDate.parse(last))
          : Optional.empty();
    }
  }

  /** Returns what a job used with success for the same settings, by the instruments of the runs. */
  public synchronized Map<Selection, Inputs> usedInputs(String job, String configurationHash) {
    read();
    Map<Selection, Inputs> result = new HashMap<>();
    for (Done run : done) {
      if (job.equals(run.job()) && configurationHash.equals(run.configurationHash())) {
        result.merge(
            Selection.ofText(run.selection()),
            Inputs.of(parse(run.inputs()), run.days()),
            Inputs::then);
      }
    }
    return result;
  }

  /** Returns the version of this build. */
  public static String codeVersion() {
    String version = RunLedger.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private static Map<String, String> parse(String json) {
    try {
      return JSON.readValue(json, new TypeReference<TreeMap<String, String>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Invalid inputs in the ledger: " + json, e);
    }
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
