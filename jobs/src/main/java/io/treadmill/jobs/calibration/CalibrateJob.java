package io.treadmill.jobs.calibration;

import io.treadmill.book.replay.Calibrator;
import io.treadmill.book.replay.InstrumentLaw;
import io.treadmill.conf.Settings.CalibrationSettings;
import io.treadmill.jobs.contract.Job;
import io.treadmill.jobs.contract.MarketInputs;
import io.treadmill.jobs.contract.Notes;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.contract.RunReport;
import io.treadmill.jobs.instrument.AggregateTotals;
import io.treadmill.jobs.instrument.InstrumentRows;
import io.treadmill.jobs.instrument.LawTable;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.Lake.Written;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.Selection;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Fits the law of each instrument: {@code leverage_law}, {@code leverage_law_draws}. A law comes
 * into use at the start of a month (or week, or day: {@code calibration.every}), and as soon as
 * there are enough days with totals. It reads days before its first day of use and none after, so a
 * backfill gives the laws that the nights would have given. Rows are only added: a fit that says
 * what the stored one says is not stored again.
 */
public final class CalibrateJob implements Job {
  private static final int LAWS_OF_A_FILE = 50;

  /** Most new laws that are told one by one. */
  private static final int MOST_TOLD = 10;

  @Override
  public Plan plan() {
    return new Plan(
        "calibrate",
        "leverage law of each symbol from the days before",
        Set.of(
            ArchiveDataset.OPEN_INTEREST, ArchiveDataset.MARK_INDEX, ArchiveDataset.MARGIN_TIERS),
        Set.of(LakeTables.BARS_5M, LakeTables.VOLUME_PROFILE_5M, LakeTables.REALISED_LIQUIDATIONS),
        Set.of(LakeTables.LEVERAGE_LAW, LakeTables.LEVERAGE_LAW_DRAWS),
        true);
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
    for (DayWithTotals told : daysWithTotals(run, before)) {
      known.computeIfAbsent(told.series(), key -> new TreeSet<>()).add(told.day());
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

  /** A day of an instrument and feed rule. */
  private record DayWithTotals(String series, LocalDate day) implements Serializable {}

  private static Set<DayWithTotals> daysWithTotals(RunContext run, UtcDays days) {
    return NamedRow.distinct(
        run.lake()
            .rows(
                LakeTables.REALISED_LIQUIDATIONS,
                days,
                Selection.ALL,
                List.of("product", "feed_rule", "ts")),
        row ->
            new DayWithTotals(
                row.instrumentKey() + row.text("feed_rule"), UtcDays.dayOf(row.micros("ts"))));
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
    List<Fit> fits = new ArrayList<>();
    laws.forEach(
        (instrument, all) -> {
          for (InstrumentLaw law : all) {
            String key = "leverage_law/" + instrument + "/" + law.validFrom();
            if (run.selection().contains(instrument) && !law.fitId().equals(stored.get(key))) {
              fits.add(new Fit(instrument, law, run.runId(), now));
            }
          }
        });
    List<Written> written = new ArrayList<>();
    if (!fits.isEmpty()) {
      // A law has thousands of rows, which are made where they are written.
      JavaRDD<LawTable.Rows> made =
          JavaSparkContext.fromSparkContext(run.spark().sparkContext())
              .parallelize(fits, 1 + fits.size() / LAWS_OF_A_FILE)
              .map(Fit::rows);
      // The draws first: a law that is there has its draws.
      written.add(
          run.lake()
              .append(
                  LakeTables.LEVERAGE_LAW_DRAWS, made.flatMap(rows -> rows.draws().iterator())));
      written.add(
          run.lake().append(LakeTables.LEVERAGE_LAW, made.flatMap(rows -> rows.law().iterator())));
    }
    SortedMap<Instrument, List<InstrumentLaw>> told = new TreeMap<>();
    fits.forEach(
        fit -> told.computeIfAbsent(fit.instrument(), key -> new ArrayList<>()).add(fit.law()));
    return new RunReport(written, told(told));
  }

  /** Returns lines on new laws: one each if they are few, else one for those of a kind. */
  static List<String> told(SortedMap<Instrument, List<InstrumentLaw>> laws) {
    Notes notes = new Notes();
    LongSummaryStatistics totals =
        laws.values().stream()
            .flatMap(List::stream)
            .mapToLong(law -> law.book().n())
            .summaryStatistics();
    boolean isEach = totals.getCount() <= MOST_TOLD;
    laws.forEach(
        (instrument, all) ->
            all.forEach(
                law ->
                    notes.add(
                        instrument.toString(),
                        isEach ? who -> note(who, law) : who -> noteOfKind(who, law))));
    List<String> lines = new ArrayList<>(notes.lines());
    if (!isEach) {
      lines.add(
          "%,d laws stand on %,d to %,d totals each (leverage_law has them)"
              .formatted(totals.getCount(), totals.getMin(), totals.getMax()));
    }
    return lines;
  }

  /** A law that is to be stored. */
  private record Fit(Instrument instrument, InstrumentLaw law, String runId, Instant fitted)
      implements Serializable {
    LawTable.Rows rows() {
      return LawTable.rows(instrument, law, runId, fitted);
    }
  }

  private static String noteOfKind(String who, InstrumentLaw law) {
    return "%s: laws from %s, trained on %s, totals of '%s', %s"
        .formatted(
            who,
            law.validFrom(),
            new UtcDays(law.trainedFrom(), law.trainedTo()),
            law.printScope(),
            law.origin());
  }

  private static String note(String who, InstrumentLaw law) {
    return "%s: law %s from %s, trained on %s, %d totals of '%s', %s"
        .formatted(
            who,
            law.fitId(),
            law.validFrom(),
            new UtcDays(law.trainedFrom(), law.trainedTo()),
            law.book().n(),
            law.printScope(),
            law.origin());
  }
}
