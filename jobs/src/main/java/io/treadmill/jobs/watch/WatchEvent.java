package io.treadmill.jobs.watch;

import io.treadmill.conf.WatchSettings.Kind;
import io.treadmill.conf.WatchSettings.WatchRule;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.Instrument;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * What a rule said of one instrument.
 *
 * @param ts instant of what it is about; null of a score
 * @param side side whose positions are forced; null of a score
 * @param value what was held against the threshold; NaN if there is none
 * @param message the same in words
 */
public record WatchEvent(
    WatchRule rule,
    Instrument instrument,
    LocalDate day,
    Instant ts,
    String side,
    double value,
    double threshold,
    boolean fired,
    String message) {
  static final RowLayout<Kept> ROWS =
      RowLayout.<Kept>of(LakeTables.WATCH_EVENT)
          .text("rule", kept -> kept.event().rule().name())
          .text("kind", kept -> kept.event().kind().text())
          .instrument(kept -> kept.event().instrument())
          .date("day", kept -> kept.event().day())
          .instant("ts", kept -> kept.event().ts())
          .text("side", kept -> kept.event().side())
          .number("value", kept -> kept.event().value())
          .number("threshold", kept -> kept.event().threshold())
          .flag("fired", kept -> kept.event().fired())
          .text("message", kept -> kept.event().message())
          .text("run_id", Kept::runId)
          .instant("evaluated_ts", Kept::at)
          .build();

  /**
   * An event as the lake keeps it.
   *
   * @param runId run that published the night
   * @param at when it was held against the rules
   */
  record Kept(WatchEvent event, String runId, Instant at) {}

  /** Returns what the rule looks at. */
  public Kind kind() {
    return rule.kind();
  }

  /** Returns the rule and what it says, in words. */
  public String told() {
    return "%s: %s".formatted(rule.name(), message);
  }

  /** Returns rows of {@code watch_event}. */
  public static List<Row> rows(List<WatchEvent> events, String runId, Instant at) {
    return ROWS.rows(events.stream().map(event -> new Kept(event, runId, at)).toList());
  }
}
