package io.treadmill.jobs.report;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.IcebergLake;
import io.treadmill.lake.RunLedger;
import io.treadmill.lake.RunLedger.State;
import io.treadmill.lake.RunLedger.Told;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a site: an index, the page of a report for each asset, scores, coverage, the dictionary
 * and the tables of the last night. Weeks that a former site has and no run touched are not read
 * again.
 */
public final class Site {
  private static final List<SiteFrame.Way> WAYS =
      List.of(
          new SiteFrame.Way("Symbols", SiteIndex.FILE),
          new SiteFrame.Way("Scores", SiteScores.FILE),
          new SiteFrame.Way("Coverage", SiteCoverage.FILE),
          new SiteFrame.Way("Tables", SiteDictionary.FILE),
          new SiteFrame.Way("Downloads", SiteDownloads.FILE));

  private final RunContext run;
  private final IcebergLake lake;
  private final PageFolder folder;
  private final AssetPages pages;
  private final List<Told> told;
  private int weeksRead;

  private Site(RunContext run, IcebergLake lake, Path root) {
    this.run = run;
    this.lake = lake;
    this.folder = new PageFolder(root);
    this.pages = new AssetPages(folder);
    this.told = new RunLedger(lake).told();
  }

  /**
   * Returns the last day of which maps were computed.
   *
   * @throws UserError if there is none
   */
  public static LocalDate lastNight(IcebergLake lake) {
    List<Told> told = new RunLedger(lake).told();
    return done(told)
        .filter(one -> one.job().equals("heatmap") && one.days() != null)
        .map(one -> one.days().to())
        .max(LocalDate::compareTo)
        .orElseThrow(
            () ->
                UserError.input(
                    "Cannot write the site: no maps were computed in this lake yet; run `treadmill"
                        + " nightly` or `treadmill backfill` first"));
  }

  private static Stream<Told> done(List<Told> told) {
    Set<String> takenBack =
        told.stream()
            .filter(one -> one.state() == State.ROLLED_BACK)
            .map(Told::runId)
            .collect(Collectors.toSet());
    return told.stream()
        .filter(one -> one.state() == State.DONE && !takenBack.contains(one.runId()));
  }

  /**
   * Writes the site of the days of a run, of which the last is the last night.
   *
   * @param root folder of the site; it is made
   */
  public static SiteResult write(RunContext run, IcebergLake lake, Path root) {
    return new Site(run, lake, root).write();
  }

  private SiteResult write() {
    LocalDate night = run.days().to();
    SiteState state = SiteState.read(folder.root(), run);
    pages.putCode();
    LocalDate monday = run.days().from().with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    for (SitePeriod week : SitePeriod.weeks(new UtcDays(monday, night))) {
      String runs = runsOf(week.days());
      if (!runs.isEmpty() && state.isNew(week, runs)) {
        run.progress().tell("Reading the week " + week.name());
        state.put(week, runs, putData(week));
        weeksRead++;
      }
    }
    SitePeriod latest = SitePeriod.latest(night);
    List<SiteIndex.Row> rows = new ArrayList<>();
    List<PageEntry> shown = new ArrayList<>();
    for (RunContext part : parts(latest.days())) {
      ReportData data = asOfItsRuns(new ReportReader(part).find());
      List<PageEntry> entries = pages.putData(data, latest.name());
      shown.addAll(entries);
      rows.addAll(SiteIndex.rows(data, entries));
    }
    state.put(latest, runsOf(latest.days()), shown);
    List<PageEntry> entries = state.entries();
    pages.putPages(entries, run.settings().report().maxColumns(), SiteIndex.FILE);
    putTables(night, new SiteIndex(night, withOthers(rows, entries)));
    state.write(folder);
    return new SiteResult(
        folder.root().resolve(SiteIndex.FILE),
        night,
        folder.written(),
        folder.left(),
        weeksRead,
        folder.bytes());
  }

  private void putTables(LocalDate night, SiteIndex index) {
    run.progress().tell("Writing index, scores, coverage, dictionary and downloads");
    SiteFrame frame = new SiteFrame("", WAYS);
    folder.put(SiteIndex.FILE, index.render(frame, AssetPages.PAGES));
    folder.put(SiteScores.FILE, new SiteScores(night, index.rows()).render(frame));
    folder.put(SiteCoverage.FILE, SiteCoverage.read(run, told).render(frame));
    folder.put(SiteDictionary.FILE, SiteDictionary.render(frame));
    folder.put(SiteDownloads.FILE, SiteDownloads.write(lake, night, folder).render(frame));
  }

  /** Adds what former weeks have and the last seven days have not. */
  private static List<SiteIndex.Row> withOthers(List<SiteIndex.Row> rows, List<PageEntry> entries) {
    Map<String, SiteIndex.Row> byFolder = new TreeMap<>();
    entries.forEach(entry -> byFolder.put(entry.folder(), new SiteIndex.Row(entry, null)));
    rows.forEach(row -> byFolder.put(row.entry().folder(), row));
    return List.copyOf(byFolder.values());
  }

  private List<PageEntry> putData(SitePeriod period) {
    List<PageEntry> entries = new ArrayList<>();
    for (RunContext part : parts(period.days())) {
      entries.addAll(pages.putData(asOfItsRuns(new ReportReader(part).find()), period.name()));
    }
    return entries;
  }

  /** A page is written when its data is new, not when a clock goes on. */
  private static ReportData asOfItsRuns(ReportData data) {
    return new ReportData(data.days(), null, data.runs(), data.instruments());
  }

  /** Returns which runs wrote or took back some days, as one text. */
  private String runsOf(UtcDays days) {
    return told.stream()
        .filter(one -> one.state() == State.DONE || one.state() == State.ROLLED_BACK)
        .filter(one -> one.days() != null)
        .filter(
            one -> !one.days().from().isAfter(days.to()) && !one.days().to().isBefore(days.from()))
        .map(one -> one.runId() + " " + one.job() + " " + one.state())
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  /** Returns the run on some days, in parts if its maps are many. */
  private List<RunContext> parts(UtcDays days) {
    RunContext all =
        new RunContext(
            run.spark(),
            run.settings(),
            run.archive(),
            run.lake(),
            days,
            run.selection(),
            run.runId(),
            run.clock(),
            line -> {});
    return ReportParts.of(all, lake, ReportParts.MOST_ROWS);
  }
}
