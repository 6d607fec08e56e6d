package io.treadmill.jobs.calibration;

import io.treadmill.book.replay.Calibrator;
import io.treadmill.book.replay.InstrumentLaw;
import io.treadmill.conf.Settings.CalibrationSettings;
import io.treadmill.jobs.contract.Job;
import io.treadmill.jobs.contract.MarketInputs;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.contract.RunReport;
import io.treadmill.jobs.instrument.AggregateTotals;
import io.treadmill.jobs.instrument.InstrumentRows;
import io.treadmill.jobs.instrument.LawTable;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.Lake.Written;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.Selection;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Fits the law of each instrument: {@code leverage_law}, {@code leverage_law_draws}. A law comes
 * into use at the start of a month (or week, or day: {@code calibration.every}), and as soon as
 * there are enough days with totals. It reads days before its first day of use and none after, so a
 * backfill gives the laws that the nights would have given. Rows are only added: a fit that says
 * what the stored one says is not stored again.
 */
public final class CalibrateJob implements Job {
  @Override
  public Plan plan() {
    return new Plan(
        "calibrate",
        "leverage law of each symbol from the days before",
        Set.of(
            ArchiveDataset.OPEN_INTEREST, ArchiveDataset.MARK_INDEX, ArchiveDataset.MARGIN_TIERS),
        Set.of(LakeTables.BARS_5M, LakeTables.VOLUME_PROFILE_5M, LakeTables.REALISED_LIQUIDATIONS),
        Set.of(LakeTables.LEVERAGE_LAW, LakeTables.LEVERAGE_LAW_DRAWS));
  }

  /** Symbols are pooled over the venue, whichever of them a run is about. */
  @Override
  public Selection readsOf(Selection selection) {
    return new Selection(selection.venue(), new TreeSet<>());
  }

  @Override
  public SortedMap<String, String> furtherInputs(RunContext run) {
    return MarketInputs.of(run, run.with(readsOf(run.selection())));
  }

  @Override
  public boolean standsOnDaysBefore() {
    return true;
  }

  @Override
  public RunReport run(RunContext run) {
    TreeSet<LocalDate> dates = dates(run);
    if (dates.isEmpty()) {
      return new RunReport(List.of(), List.of());
    }
    List<CalibrateFunction.Candidate> candidates = candidates(run, dates);
    Selection venue = readsOf(run.selection());
    if (!venue.equals(run.selection()) && candidates.stream().anyMatch(CalibrateJob::isPooled)) {
      candidates = candidates(run.with(venue), dates);
    }
    return store(run, laws(candidates));
  }

  /** The fits of the selected instruments. */
  private static List<CalibrateFunction.Candidate> candidates(
      RunContext run, TreeSet<LocalDate> dates) {
    CalibrationSettings settings = run.settings().calibration();
    UtcDays read =
        new UtcDays(
            dates.first().minusDays(settings.trainingDays() + settings.warmUpDays()),
            dates.last().minusDays(1));
    return new InstrumentRows(run)
        .withDays(read)
        .ofEach(
            new CalibrateFunction(
                run.settings(), dates, AggregateTotals.read(run, read), run.register()))
        .collect();
  }

  /** Too few totals of its own: it takes the law pooled over its venue. */
  private static boolean isPooled(CalibrateFunction.Candidate candidate) {
    return !candidate.fitted().enough();
  }

  /** Days of the run on which a law may come into use for some instrument. */
  private static TreeSet<LocalDate> dates(RunContext run) {
    CalibrationSettings settings = run.settings().calibration();
    TreeSet<LocalDate> dates = new TreeSet<>();
    List<LocalDate> others = new ArrayList<>();
    for (LocalDate day : run.days().days()) {
      (Calibrator.isRefit(settings.every(), day) ? dates : others).add(day);
    }
    if (others.isEmpty()) {
      return dates;
    }
    UtcDays before =
        new UtcDays(
            run.days().from().minusDays(settings.trainingDays() + 1), run.days().to().minusDays(1));
    Map<String, TreeSet<LocalDate>> known = new HashMap<>();
    for (NamedRow row : daysWithTotals(run, before)) {
      known
          .computeIfAbsent(row.instrumentKey() + row.text("feed_rule"), key -> new TreeSet<>())
          .add(row.day("day"));
    }
    int enough = settings.leastTrainingDays();
    for (LocalDate day : others) {
      for (TreeSet<LocalDate> days : known.values()) {
        if (count(days, day, settings) >= enough
            && count(days, day.minusDays(1), settings) < enough) {
          dates.add(day);
        }
      }
    }
    return dates;
  }

  private static int count(
      TreeSet<LocalDate> days, LocalDate validFrom, CalibrationSettings settings) {
    return days.subSet(validFrom.minusDays(settings.trainingDays()), validFrom).size();
  }

  private static List<NamedRow> daysWithTotals(RunContext run, UtcDays days) {
    Dataset<Row> rows =
        run.lake()
            .read(LakeTables.REALISED_LIQUIDATIONS, days, Selection.ALL)
            .selectExpr("venue", "product", "symbol", "feed_rule", "to_date(ts) as day");
    return NamedRow.all(InstrumentRows.inFewTasks(run, rows).distinct());
  }

  /** The law of each candidate: its own, or where it has too few totals that over its venue. */
  static SortedMap<Instrument, List<InstrumentLaw>> laws(
      List<CalibrateFunction.Candidate> candidates) {
    List<CalibrateFunction.Candidate> sorted = new ArrayList<>(candidates);
    sorted.sort(
        java.util.Comparator.comparing(CalibrateFunction.Candidate::validFrom)
            .thenComparing(CalibrateFunction.Candidate::instrument));
    SortedMap<Instrument, List<InstrumentLaw>> laws = new TreeMap<>();
    for (CalibrateFunction.Candidate candidate : sorted) {
      Instrument instrument = Instrument.parse(candidate.instrument());
      List<Calibrator.Fitted> known = pool(sorted, instrument, candidate.validFrom());
      Calibrator.Fitted fitted = candidate.fitted();
      InstrumentLaw law =
          isPooled(candidate) && !known.isEmpty()
              ? InstrumentLaw.pooled(instrument.symbol(), fitted, known)
              : fitted.law();
      if (law != null) {
        laws.computeIfAbsent(instrument, key -> new ArrayList<>()).add(law);
      }
    }
    return laws;
  }

  private static List<Calibrator.Fitted> pool(
      List<CalibrateFunction.Candidate> all, Instrument instrument, LocalDate validFrom) {
    return all.stream()
        .filter(
            other ->
                other.validFrom().equals(validFrom)
                    && other.fitted().enough()
                    && Instrument.parse(other.instrument()).venue().equals(instrument.venue())
                    && Instrument.parse(other.instrument()).product() == instrument.product())
        .map(CalibrateFunction.Candidate::fitted)
        .toList();
  }

  private static RunReport store(RunContext run, SortedMap<Instrument, List<InstrumentLaw>> laws) {
    SortedMap<String, String> stored =
        LawTable.fits(run, run.days().from(), run.days().to(), run.selection());
    Instant now = run.clock().instant();
    List<Row> rows = new ArrayList<>();
    List<Row> draws = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    laws.forEach(
        (instrument, all) -> {
          for (InstrumentLaw law : all) {
            String key = "leverage_law/" + instrument + "/" + law.validFrom();
            if (run.selection().contains(instrument) && !law.fitId().equals(stored.get(key))) {
              LawTable.Rows made = LawTable.rows(instrument, law, run.runId(), now);
              rows.addAll(made.law());
              draws.addAll(made.draws());
              notes.add(note(instrument, law));
            }
          }
        });
    List<Written> written = new ArrayList<>();
    if (!rows.isEmpty()) {
      // The draws first: a law that is there has its draws.
      written.add(append(run, LakeTables.LEVERAGE_LAW_DRAWS, draws));
      written.add(append(run, LakeTables.LEVERAGE_LAW, rows));
    }
    return new RunReport(written, notes);
  }

  private static Written append(RunContext run, LakeTable table, List<Row> rows) {
    return run.lake().append(table, rows);
  }

  private static String note(Instrument instrument, InstrumentLaw law) {
    return "%s: law %s from %s, trained on %s, %d totals of '%s', %s"
        .formatted(
            instrument,
            law.fitId(),
            law.validFrom(),
            new UtcDays(law.trainedFrom(), law.trainedTo()),
            law.book().n(),
            law.printScope(),
            law.origin());
  }
}
