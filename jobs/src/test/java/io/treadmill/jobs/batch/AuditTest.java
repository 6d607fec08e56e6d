package io.treadmill.jobs.batch;

import static io.treadmill.jobs.batch.PlantedRuns.DAY;
import static io.treadmill.jobs.batch.PlantedRuns.at;
import static io.treadmill.jobs.batch.PlantedRuns.row;
import static io.treadmill.jobs.batch.PlantedRuns.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.batch.Audits.Verdict;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bad row of each kind, planted through a run: nothing is published, and the row is named. */
class AuditTest {
  private static final LakeTable BARS = LakeTables.BARS_5M;
  private static final LakeTable PROFILE = LakeTables.VOLUME_PROFILE_5M;
  private static final LakeTable DISCOVERY = LakeTables.PRICE_DISCOVERY;
  private static final UtcDays ONE = UtcDays.of(DAY);

  @TempDir Path folder;

  private PlantedRuns runs = null;

  private PlantedRuns runs(String... settings) {
    if (runs == null) {
      Map<String, String> values = new HashMap<>();
      for (int i = 0; i < settings.length; i += 2) {
        values.put(settings[i], settings[i + 1]);
      }
      runs = new PlantedRuns(folder, values);
    }
    return runs;
  }

  static Row bar(String symbol, LocalDate day, int minute, Object... others) {
    Map<String, Object> values = values("symbol", symbol, "ts", at(day, minute));
    values.putAll(values(others));
    return row(BARS, values);
  }

  /** Bars of symbols, as many as is said of each. */
  private static List<Row> bars(LocalDate day, Map<String, Integer> counts, double volume) {
    List<Row> rows = new ArrayList<>();
    counts.forEach(
        (symbol, count) -> {
          for (int i = 0; i < count; i++) {
            rows.add(bar(symbol, day, 5 * i, "base_volume", volume));
          }
        });
    return rows;
  }

  private static Row discovery(String pair, Object... others) {
    Map<String, Object> values = values("pair", pair);
    values.putAll(values(others));
    return row(DISCOVERY, values);
  }

  static void assertHeld(Runnable run, String... said) {
    assertThatThrownBy(run::run)
        .isInstanceOfSatisfying(
            UserError.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CHECK_FAILED))
        .hasMessageStartingWith("Cannot publish: ")
        .hasMessageContainingAll(said);
  }

  /** Rows that are right are published; then the bad rows of the same day are not. */
  private void assertHeld(LakeTable table, List<Row> good, List<Row> bad, String... said) {
    runs().run(ONE, Map.of(table, good));
    List<Row> before = runs().seen(table);
    assertThat(before).hasSameSizeAs(good);
    List<Row> second = new ArrayList<>(good);
    second.addAll(bad);
    assertHeld(() -> runs().run(ONE, Map.of(table, second)), said);
    assertThat(runs().seen(table)).isEqualTo(before);
    assertThat(runs().seen(LakeTables.RUNS).stream().map(row -> row.getAs("state").toString()))
        .containsOnlyOnce("failed");
  }

  @Test
  void aKeyThatIsThereTwiceIsHeldBack() {
    assertHeld(
        BARS,
        List.of(bar("A", DAY, 0), bar("A", DAY, 5), bar("B", DAY, 0)),
        List.of(bar("B", DAY, 0, "close", 2.0, "high", 2.0)),
        "1 of 4 rows of bars_5m break \"unique key\"",
        "venue=x product=x symbol=B ts=2026-03-02T00:00Z",
        "treadmill quarantine show --run run-2",
        "--accept-audit \"bars_5m:unique key\"");
  }

  @Test
  void pricesOutOfOrderAreHeldBack() {
    assertHeld(
        BARS,
        List.of(bar("A", DAY, 0)),
        List.of(bar("A", DAY, 5, "low", 3.0), bar("A", DAY, 10, "open", 0.5)),
        "2 of 3 rows of bars_5m break \"0 < low <= open <= high\"",
        "symbol=A ts=2026-03-02T00:05Z: high=1.0 low=3.0 open=1.0");
  }

  @Test
  void aShareAboveOneIsHeldBack() {
    assertHeld(
        DISCOVERY,
        List.of(discovery("a", "component_share", 1.0)),
        List.of(discovery("b", "component_share", 1.1)),
        "1 of 2 rows of price_discovery break \"0 <= component_share <= 1\"",
        "pair=b horizon=x: component_share=1.1");
  }

  @Test
  void anIntervalWhoseEndsAreSwappedIsHeldBackAndNullBreaksNothing() {
    assertHeld(
        DISCOVERY,
        List.of(
            discovery("a", "lead_seconds_low", null, "lead_seconds_high", -1.0),
            discovery("b", "lead_seconds_low", -2.0, "lead_seconds_high", -1.0)),
        List.of(discovery("c", "lead_seconds_low", 2.0, "lead_seconds_high", 1.0)),
        "1 of 3 rows",
        "\"lead_seconds_low <= lead_seconds_high\"",
        "pair=c");
  }

  @Test
  void aNumberThatIsNoneIsHeldBack() {
    assertHeld(
        DISCOVERY,
        List.of(discovery("a", "lead_seconds", -7.5)),
        List.of(
            discovery("b", "lead_seconds", Double.NaN),
            discovery("c", "half_life_seconds", Double.POSITIVE_INFINITY)),
        "2 of 3 rows of price_discovery break \"finite numbers\"",
        "pair=b horizon=x: lead_seconds=NaN");
  }

  @Test
  void aValueThatIsMissingIsHeldBack() {
    LakeTable older = PlantedRuns.withNull(DISCOVERY, "n");
    runs().run(ONE, Map.of(older, List.of(discovery("a"))));
    assertHeld(
        () ->
            runs().run(ONE, Map.of(DISCOVERY, List.of(discovery("a"), discovery("b", "n", null)))),
        "1 of 2 rows of price_discovery break \"required values\"",
        "pair=b horizon=x: n=null");
    assertThat(runs().seen(DISCOVERY)).hasSize(1);
  }

  @Test
  void aSumThatIsNotThatOfTheOtherTableIsHeldBack() {
    List<Row> bars = List.of(bar("A", DAY, 0, "base_volume", 3.0), bar("B", DAY, 0));
    List<Row> right = List.of(bucket("A", 1, 1.0), bucket("A", 2, 2.0), bucket("B", 1, 1.0));
    runs().run(ONE, Map.of(BARS, bars, PROFILE, right));
    assertHeld(
        () ->
            runs()
                .run(
                    ONE,
                    Map.of(BARS, bars, PROFILE, List.of(bucket("A", 1, 1.0), bucket("B", 1, 1.0)))),
        "1 of 2 instruments of days of volume_profile_5m break"
            + " \"sum of base_volume = bars_5m.base_volume\"",
        "x/x/A 2026-03-02: 1, expected 3");
    assertThat(runs().seen(PROFILE)).hasSize(3);
  }

  private static Row bucket(String symbol, int bucket, double volume) {
    return row(
        PROFILE,
        values("symbol", symbol, "bucket", bucket, "price_high", 2.0, "base_volume", volume));
  }

  @Test
  void accountsThatDoNotAddUpAreHeldBack() {
    Workspace workspace = runs().open();
    List<Row> rows =
        List.of(
            row(
                LakeTables.RECONCILIATION,
                values("rows_in", 5L, "rows_quarantined", 2L, "rows_duplicate", 2L)),
            row(
                LakeTables.RECONCILIATION,
                values("rows_in", 6L, "symbol", "A", "rows_quarantined", 2L)));
    assertHeld(
        () ->
            workspace.publishing(
                "ingest",
                null,
                Selection.ALL,
                () -> workspace.lake().append(LakeTables.RECONCILIATION, rows)),
        "1 of 2 rows of reconciliation break"
            + " \"rows_in = rows_accepted + rows_quarantined + rows_duplicate\"",
        "symbol=A");
    assertThat(runs().seen(LakeTables.RECONCILIATION)).isEmpty();
  }

  @Test
  void accountsOfOneFileThatMeetAtTheEndsOfTheirRangesAreReadRowByRow() {
    Workspace workspace = runs().open();
    List<Row> rows =
        List.of(
            row(LakeTables.RECONCILIATION, accounts("A", 5L, 10L)),
            row(LakeTables.RECONCILIATION, accounts("B", 10L, 10L)));
    assertHeld(
        () ->
            workspace.publishing(
                "ingest",
                null,
                Selection.ALL,
                () -> workspace.lake().append(LakeTables.RECONCILIATION, rows)),
        "1 of 2 rows of reconciliation break",
        "symbol=A");
  }

  private static Map<String, Object> accounts(String symbol, long in, long accepted) {
    return values(
        "symbol",
        symbol,
        "rows_in",
        in,
        "rows_accepted",
        accepted,
        "rows_quarantined",
        0L,
        "rows_duplicate",
        0L);
  }

  @Test
  void aSymbolThatIsMissingOnTheLastDayIsHeldBackUntilItIsAccepted() {
    runs().run(ONE, Map.of(BARS, bars(DAY, Map.of("A", 4, "B", 4), 1)));
    LocalDate next = DAY.plusDays(1);
    Map<LakeTable, List<Row>> halved = Map.of(BARS, bars(next, Map.of("A", 1, "C", 4), 1));
    assertHeld(
        () -> runs().run(UtcDays.of(next), halved),
        "2 of 3 instruments of days of bars_5m break \"coverage\"",
        "x/x/A 2026-03-03: 1, expected 4");
    assertThat(runs().seen(BARS)).hasSize(8);
    Workspace accepting = runs().open();
    assertThatThrownBy(() -> accepting.audits().accept(List.of("coverages"), "why"))
        .hasMessageContaining("Invalid --accept-audit: coverages");
    accepting.audits().accept(List.of("coverage"), "B was delisted");
    runs().run(accepting, UtcDays.of(next), halved);
    assertThat(runs().seen(BARS)).hasSize(13);
    assertThat(runs().told).anyMatch(line -> line.endsWith("(accepted: B was delisted)"));
    runs().run(UtcDays.of(DAY.plusDays(2)), Map.of(BARS, bars(DAY.plusDays(2), Map.of("A", 1), 1)));
    assertThat(runs().seen(BARS)).as("what was accepted is usual then").hasSize(14);
  }

  @Test
  void aLastDayThatLaterOnesFollowInTheArchiveIsAWarning() throws IOException {
    PlantedRuns own = runs("archive.uri", folder.resolve("archive").toString());
    own.run(ONE, Map.of(BARS, bars(DAY, Map.of("A", 4, "B", 4), 1)));
    UtcDays next = UtcDays.of(DAY.plusDays(1));
    Map<LakeTable, List<Row>> thin = Map.of(BARS, bars(next.from(), Map.of("A", 1), 1));
    assertHeld(() -> own.run(next, thin), "once a later day is in the archive");
    deliver("v", DAY.plusDays(2), "rows");
    own.run(next, thin);
    assertThat(own.seen(BARS)).hasSize(9);
    assertThat(own.told).anyMatch(line -> line.endsWith("(a warning: it is published)"));
  }

  @Test
  void whatWasPublishedSinceIsNoLongerHeldAndItsReleaseIsUsedUp() {
    runs().run(ONE, Map.of(BARS, bars(DAY, Map.of("A", 4), 1)));
    UtcDays next = UtcDays.of(DAY.plusDays(1));
    Map<LakeTable, List<Row>> thin = Map.of(BARS, bars(next.from(), Map.of("A", 1), 1));
    assertHeld(() -> runs().run(next, thin), "coverage");
    Workspace releasing = runs().open();
    assertThat(releasing.audits().standing(Verdict.HELD)).hasSize(1);
    releasing.audits().release(releasing.audits().standing(Verdict.HELD), "a holiday");
    assertThat(runs().open().audits().standing(Verdict.RELEASED)).hasSize(1);
    runs().run(next, thin);
    assertThat(runs().open().audits().standing(Verdict.RELEASED)).isEmpty();
    assertThat(runs().open().audits().standing(Verdict.HELD)).isEmpty();
    assertThat(runs().open().audits().read(Verdict.HELD)).as("the table keeps it").hasSize(1);
    assertHeld(() -> runs().run(next, thin), "coverage");
    assertThat(runs().open().audits().standing(Verdict.HELD)).hasSize(1);
  }

  @Test
  void aFewSymbolsOfManyThatAreMissingAreAWarning() {
    Map<String, Integer> many = new HashMap<>();
    for (char symbol = 'A'; symbol <= 'J'; symbol++) {
      many.put(String.valueOf(symbol), 1);
    }
    runs().run(ONE, Map.of(BARS, bars(DAY, many, 1)));
    many.remove("C");
    runs().run(UtcDays.of(DAY.plusDays(1)), Map.of(BARS, bars(DAY.plusDays(1), many, 1)));
    assertThat(runs().seen(BARS)).hasSize(19);
    assertThat(runs().told)
        .anyMatch(line -> line.contains("\"coverage\", for example x/x/C 2026-03-03: 0, expected"));
  }

  @Test
  void aGapWithRowsAfterItIsAWarning() {
    List<Row> rows = new ArrayList<>(bars(DAY, Map.of("A", 4), 1));
    rows.addAll(bars(DAY.plusDays(1), Map.of("A", 1), 1));
    rows.addAll(bars(DAY.plusDays(2), Map.of("A", 4), 1));
    runs().run(new UtcDays(DAY, DAY.plusDays(2)), Map.of(BARS, rows));
    assertThat(runs().seen(BARS)).hasSize(9);
    assertThat(runs().told)
        .anyMatch(
            line -> line.contains("1 of 2 instruments of days of bars_5m break \"coverage\""));
  }

  @Test
  void aSumFarFromThoseBeforeIsHeldBackWhereThatIsSetAndReleasedForAsMuch() {
    runs("audit.drift", "error");
    runs().run(ONE, Map.of(BARS, bars(DAY, Map.of("A", 2, "B", 2), 1)));
    UtcDays next = UtcDays.of(DAY.plusDays(1));
    Map<LakeTable, List<Row>> large = Map.of(BARS, bars(next.from(), Map.of("A", 2, "B", 3), 120));
    assertHeld(
        () -> runs().run(next, large),
        "2 of 2 instruments of days of bars_5m break \"drift of base_volume within 100\"",
        "x/x/A 2026-03-03: 240, expected 2");
    Workspace releasing = runs().open();
    releasing.audits().release(releasing.audits().read(Verdict.HELD), "a new unit");
    runs().run(next, large);
    assertThat(runs().seen(BARS)).hasSize(9);
    assertThat(runs().told).anyMatch(line -> line.endsWith("(accepted: a new unit)"));
    UtcDays third = UtcDays.of(DAY.plusDays(2));
    assertHeld(
        () -> runs().run(third, Map.of(BARS, bars(third.from(), Map.of("A", 2, "B", 2), 0.001))),
        "0.002, expected 2");
  }

  @Test
  void onlyDaysOfTheRunAreHeldAgainstTheRules() {
    LakeTable without =
        new LakeTable(
            DISCOVERY.name(),
            DISCOVERY.comment(),
            DISCOVERY.dayColumn(),
            DISCOVERY.partition(),
            DISCOVERY.key(),
            DISCOVERY.columns());
    runs().run(ONE, Map.of(without, List.of(discovery("a", "component_share", 7.0))));
    UtcDays next = UtcDays.of(DAY.plusDays(1));
    Date day = Date.valueOf(next.from());
    runs().run(next, Map.of(DISCOVERY, List.of(discovery("a", "day", day))));
    assertThat(runs().seen(DISCOVERY)).hasSize(2);
  }

  @Test
  void aReleaseOfAKeyThatIsThereTwiceIsUsedUpToo() {
    List<Row> twice = List.of(bar("A", DAY, 0), bar("A", DAY, 0));
    assertHeld(() -> runs().run(ONE, Map.of(BARS, twice)), "unique key");
    Workspace releasing = runs().open();
    releasing.audits().release(releasing.audits().standing(Verdict.HELD), "known");
    runs().run(ONE, Map.of(BARS, twice));
    assertThat(runs().seen(BARS)).hasSize(2);
    assertThat(runs().open().audits().standing(Verdict.HELD)).isEmpty();
    assertThat(runs().open().audits().standing(Verdict.RELEASED)).isEmpty();
  }

  @Test
  void aRunOfOtherSymbolsUsesUpNoReleaseAndOneThatIsTakenBackHoldsAgain() {
    runs().run(ONE, Map.of(BARS, bars(DAY, Map.of("A", 4, "B", 4), 1)));
    UtcDays next = UtcDays.of(DAY.plusDays(1));
    Map<LakeTable, List<Row>> thin = Map.of(BARS, bars(next.from(), Map.of("A", 1, "B", 1), 1));
    assertHeld(() -> runs().run(next, thin), "coverage");
    Workspace releasing = runs().open();
    releasing.audits().release(releasing.audits().standing(Verdict.HELD), "a holiday");
    runs()
        .run(
            new Selection(null, new TreeSet<>(List.of("B"))),
            next,
            Map.of(BARS, bars(next.from(), Map.of("B", 4), 1)));
    assertThat(runs().open().audits().standing(Verdict.RELEASED)).as("of A and B").hasSize(1);
    Workspace publishing = runs().open();
    runs().run(publishing, next, thin);
    assertThat(runs().open().audits().standing(Verdict.HELD)).isEmpty();
    Rollbacks.run(runs().open(), List.of(publishing.runId()));
    assertThat(runs().open().audits().standing(Verdict.HELD)).as("it is not published").hasSize(1);
    assertThat(runs().open().audits().standing(Verdict.RELEASED)).as("it was used").isEmpty();
  }

  @Test
  void aDeliveryOfOneVenueIsNotThatOfAnother() throws IOException {
    PlantedRuns own = runs("archive.uri", folder.resolve("archive").toString());
    deliver("late", DAY, "a");
    deliver("early", DAY, "bb");
    own.run(ONE, Map.of(BARS, bars(DAY, Map.of("A", 4, "B", 4), 1)));
    UtcDays next = UtcDays.of(DAY.plusDays(1));
    Map<LakeTable, List<Row>> thin = Map.of(BARS, bars(next.from(), Map.of("A", 1), 1));
    deliver("early", DAY.plusDays(2), "ccc");
    assertHeld(() -> own.run(next, thin), "once a later day is in the archive");
    deliver("late", DAY.plusDays(3), "dddd");
    own.run(next, thin);
    assertThat(own.seen(BARS)).hasSize(9);
  }

  private void deliver(String venue, LocalDate day, String rows) throws IOException {
    Path file =
        folder.resolve(
            "archive/klines/venue=%s/product=p/day=%s/of-others.parquet".formatted(venue, day));
    Files.createDirectories(file.getParent());
    Files.writeString(file, rows);
  }
}
