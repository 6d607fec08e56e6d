package io.treadmill.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.treadmill.conf.CodeVersion;
import io.treadmill.lake.Lake.Written;
import io.treadmill.market.UtcDays;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

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
          .text("inputs_hash", entry -> entry.inputs().hash())
          .text("inputs", entry -> entry.inputs().toJson())
          .text("editions", entry -> entry.editions().isEmpty() ? null : json(entry.editions()))
          .text("configuration_hash", Entry::configurationHash)
          .text("code_version", entry -> CodeVersion.get())
          .text("tables", entry -> json(entry.written()))
          .text("message", Entry::message)
          .instant("started_ts", Entry::started)
          .instant("finished_ts", Entry::finished)
          .build();

  /** What is read of a row. */
  private static final List<String> READ =
      List.of(
          "run_id",
          "job",
          "state",
          "from_day",
          "to_day",
          "selection",
          "inputs",
          "configuration_hash",
          "code_version",
          "started_ts",
          "finished_ts");

  private final Lake lake;
  private final List<Entry> added = new ArrayList<>();
  private List<Told> told;

  /**
   * What a row says, of an import without days.
   *
   * @param selection as in the table
   * @param inputs as in the table
   */
  public record Told(
      String runId,
      String job,
      State state,
      UtcDays days,
      String selection,
      String inputs,
      String configurationHash,
      String codeVersion,
      Instant started,
      Instant finished) {
    private static Told of(NamedRow row) {
      return new Told(
          row.text("run_id"),
          row.text("job"),
          State.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
          row.isNull("from_day") ? null : new UtcDays(row.day("from_day"), row.day("to_day")),
          row.text("selection"),
          row.text("inputs"),
          row.text("configuration_hash"),
          row.text("code_version"),
          row.instant("started_ts"),
          row.instant("finished_ts"));
    }

    private static Told of(Entry entry) {
      return new Told(
          entry.runId(),
          entry.job(),
          entry.state(),
          entry.days(),
          entry.selection().toString(),
          entry.inputs().toJson(),
          entry.configurationHash(),
          CodeVersion.get(),
          entry.started(),
          entry.finished());
    }
  }

  /** Makes the ledger of a lake. */
  public RunLedger(Lake lake) {
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
   * @param inputs what was read for each day; no days if nothing was computed
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
      DayInputs inputs,
      SortedMap<String, String> editions,
      String configurationHash,
      List<Written> written,
      String message,
      Instant started,
      Instant finished) {}

  /** Adds one row and returns it; it is written with the next {@link #write}. */
  public synchronized Told add(Entry entry) {
    Told row = Told.of(entry);
    added.add(entry);
    if (told != null) {
      told.add(row);
    }
    return row;
  }

  /** Writes what was added into the lake, to be published with what is staged there. */
  public synchronized void write() {
    lake.append(LakeTables.RUNS, RUNS.rows(added));
    added.clear();
  }

  /** Forgets the jobs that ended well: the run failed, and nothing of it is published. */
  public synchronized void forgetDone() {
    added.removeIf(entry -> entry.state() == State.DONE);
    told = null;
  }

  /**
   * Returns what is in the table and what was added, in order of time, without the jobs of runs
   * that were taken back.
   */
  public synchronized List<Told> told() {
    List<Told> all = all();
    Set<String> takenBack = new HashSet<>();
    all.stream()
        .filter(row -> row.state() == State.ROLLED_BACK)
        .forEach(row -> takenBack.add(row.runId()));
    return all.stream()
        .filter(row -> row.state() != State.DONE || !takenBack.contains(row.runId()))
        .toList();
  }

  private synchronized List<Told> all() {
    if (told == null) {
      told = new ArrayList<>();
      lake.ledger(LakeTables.RUNS, READ).stream()
          .map(Told::of)
          .sorted(
              Comparator.comparing(Told::finished)
                  .thenComparing(row -> row.state() != State.STARTED))
          .forEach(told::add);
      added.forEach(entry -> told.add(Told.of(entry)));
    }
    return List.copyOf(told);
  }

  /** Returns what the runs wrote when they began that did not end. */
  public List<Entry> unfinished() {
    Map<String, Entry> unfinished = new LinkedHashMap<>();
    for (Told row : all()) {
      String run = row.runId() + " " + row.job();
      if (row.state() == State.STARTED) {
        unfinished.put(run, started(row));
      } else {
        unfinished.remove(run);
      }
    }
    return List.copyOf(unfinished.values());
  }

  private static Entry started(Told row) {
    return new Entry(
        row.runId(),
        row.job(),
        State.STARTED,
        row.days(),
        Selection.ofText(row.selection()),
        DayInputs.none(),
        new TreeMap<>(),
        row.configurationHash(),
        List.of(),
        null,
        row.started(),
        row.finished());
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
