package io.treadmill.jobs.batch;

import static io.treadmill.jobs.batch.AuditTest.assertHeld;
import static io.treadmill.jobs.batch.AuditTest.bar;
import static io.treadmill.jobs.batch.PlantedRuns.DAY;
import static io.treadmill.jobs.batch.PlantedRuns.at;
import static io.treadmill.jobs.batch.PlantedRuns.row;
import static io.treadmill.jobs.batch.PlantedRuns.values;
import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Deliveries in another unit, and values that are missing: what an instrument adds up to on a day.
 */
class AuditUnitsTest {
  private static final LakeTable BARS = LakeTables.BARS_5M;
  private static final LakeTable POSITIONING = LakeTables.POSITIONING;
  private static final LakeTable REALISED = LakeTables.REALISED_LIQUIDATIONS;
  private static final UtcDays ONE = UtcDays.of(DAY);

  @TempDir Path folder;

  private PlantedRuns runs;

  @BeforeEach
  void begin() {
    runs = new PlantedRuns(folder, Map.of());
  }

  /** Bars at prices, a bar of each symbol. */
  private static List<Row> bars(LocalDate day, Map<String, Double> prices, Double vwap) {
    List<Row> rows = new ArrayList<>();
    prices.forEach(
        (symbol, price) ->
            rows.add(
                bar(
                    symbol,
                    day,
                    0,
                    "open",
                    price,
                    "high",
                    price,
                    "low",
                    price,
                    "close",
                    price,
                    "vwap",
                    vwap == null ? null : vwap * price)));
    return rows;
  }

  @Test
  void pricesOfMostInstrumentsInAnotherUnitAreHeldBackAndThoseOfOneAreAWarning() {
    runs.run(ONE, Map.of(BARS, bars(DAY, Map.of("A", 3.0, "B", 2.0, "C", 4.0), 1.0)));
    UtcDays next = UtcDays.of(DAY.plusDays(1));
    Map<String, Double> most = Map.of("A", 3000.0, "B", 2000.0, "C", 4.0);
    assertHeld(
        () -> runs.run(next, Map.of(BARS, bars(next.from(), most, 1.0))),
        "2 of 3 instruments of days of bars_5m break \"level of close within 20\"",
        "x/x/A 2026-03-03: 3000, expected 3");
    Map<String, Double> one = Map.of("A", .1, "B", 2.0, "C", 79.0);
    runs.run(next, Map.of(BARS, bars(next.from(), one, null)));
    assertThat(runs.seen(BARS)).hasSize(6);
    assertThat(runs.told)
        .anyMatch(
            line ->
                line.contains("1 of 3 instruments of days of bars_5m break \"level of close")
                    && line.contains("x/x/A 2026-03-03: 0.1, expected 3"));
  }

  @Test
  void aVolumeInAnotherUnitThanItsValueIsHeldBackOnTheFirstDayToo() {
    Map<String, Double> prices = Map.of("A", 3.0);
    assertHeld(
        () -> runs.run(ONE, Map.of(BARS, bars(DAY, prices, .01))),
        "1 of 1 instruments of days of bars_5m break \"level of vwap within 3 of close\"",
        "x/x/A 2026-03-02: 0.03, expected 3");
    runs.run(ONE, Map.of(BARS, bars(DAY, prices, 1.01)));
    assertThat(runs.seen(BARS)).hasSize(1);
  }

  /** One USD was traded in each market. */
  @Test
  void moreThanWasTradedCannotHaveBeenForced() {
    Map<LakeTable, List<Row>> traded =
        Map.of(
            BARS,
            Stream.of("A", "B", "C", "D", "E", "F")
                .map(symbol -> bar(symbol, DAY, 0, "quote_volume", 1.0))
                .toList());
    runs.run(ONE, traded);
    List<Row> forced = new ArrayList<>(List.of(forced("A", 1.0), forced("other", 9.0)));
    for (String symbol : List.of("B", "C", "D", "E")) {
      forced.add(forced(symbol, 0.5));
    }
    runs.run(ONE, Map.of(REALISED, forced));
    assertThat(runs.told).noneMatch(line -> line.contains("audit: 1 of"));
    forced.add(forced("F", 1.5));
    runs.run(ONE, Map.of(REALISED, forced));
    assertThat(runs.told)
        .anyMatch(
            line ->
                line.contains(
                    "1 of 7 instruments of days of realised_liquidations break \"sum of"
                        + " notional_usd <= bars_5m.quote_volume\", for example x/x/F 2026-03-02:"
                        + " 1.5, expected 1 (a warning: it is published)"));
    List<Row> most =
        Stream.of("A", "B", "C", "D", "E", "F").map(symbol -> forced(symbol, 1e5)).toList();
    assertHeld(
        () -> runs.run(ONE, Map.of(REALISED, most)),
        "6 of 6 instruments of days of realised_liquidations break \"sum of notional_usd");
  }

  @Test
  void inALakeWithoutBarsNothingBoundsWhatWasForced() {
    runs.run(ONE, Map.of(REALISED, List.of(forced("A", 1e6))));
    assertThat(runs.seen(REALISED)).hasSize(1);
    assertThat(runs.told).noneMatch(line -> line.contains("sum of notional_usd"));
  }

  @Test
  void whereWhatWasTradedIsNotKnownNothingBoundsWhatWasForced() {
    runs.run(
        ONE,
        Map.of(
            BARS,
            List.of(bar("A", DAY, 0, "quote_volume", 1.0), bar("A", DAY, 5, "quote_volume", null)),
            REALISED,
            List.of(forced("A", 1e6))));
    assertThat(runs.seen(REALISED)).hasSize(1);
    assertThat(runs.told).noneMatch(line -> line.contains("sum of notional_usd"));
  }

  private static Row forced(String symbol, double usd) {
    return row(
        REALISED,
        values(
            "symbol",
            symbol,
            "price_high",
            2.0,
            "notional_usd",
            usd,
            "low_usd",
            usd,
            "high_usd",
            usd));
  }

  private static Row interest(String symbol, LocalDate day, int minute, Double coins) {
    return row(
        POSITIONING, values("symbol", symbol, "ts", at(day, minute), "open_interest", coins));
  }

  private static List<Row> interest(LocalDate day, Map<String, Double> coins) {
    List<Row> rows = new ArrayList<>();
    coins.forEach(
        (symbol, value) ->
            List.of(5, 10).forEach(minute -> rows.add(interest(symbol, day, minute, value))));
    return rows;
  }

  @Test
  void openInterestInAnotherUnitIsAWarningOfOneAndHeldBackOfMost() {
    runs.run(ONE, Map.of(POSITIONING, interest(DAY, Map.of("A", 30.0, "B", 2.0, "C", 4.0))));
    UtcDays next = UtcDays.of(DAY.plusDays(1));
    Map<String, Double> most = Map.of("A", .03, "B", 2000.0, "C", 4.0);
    assertHeld(
        () -> runs.run(next, Map.of(POSITIONING, interest(next.from(), most))),
        "2 of 3 instruments of days of positioning break \"level of open_interest within 20\"",
        "x/x/A 2026-03-03: 0.03, expected 30");
    runs.run(
        next, Map.of(POSITIONING, interest(next.from(), Map.of("A", .03, "B", 39.0, "C", 4.0))));
    assertThat(runs.seen(POSITIONING)).hasSize(12);
    assertThat(runs.told)
        .anyMatch(line -> line.contains("1 of 3 instruments of days of positioning break \"level"));
  }

  @Test
  void openInterestThatDoesNotComeIsAWarningOfOneAndHeldBackOfMostUntilItIsAccepted() {
    Map<String, Double> usual = Map.of("A", 3.0, "B", 2.0, "C", 4.0);
    runs.run(ONE, Map.of(POSITIONING, interest(DAY, usual), BARS, prices(DAY)));
    LocalDate second = DAY.plusDays(1);
    List<Row> without = new ArrayList<>(interest(second, Map.of("A", 3.0, "B", 2.0)));
    without.add(interest("C", second, 5, null));
    runs.run(UtcDays.of(second), Map.of(POSITIONING, without, BARS, prices(second)));
    assertThat(runs.told)
        .anyMatch(
            line ->
                line.contains(
                    "1 of 3 instruments of days of positioning break \"coverage of open_interest\","
                        + " for example x/x/C 2026-03-03: 0, expected 2"));
    LocalDate third = DAY.plusDays(2);
    Map<LakeTable, List<Row>> none = Map.of(POSITIONING, List.of(), BARS, prices(third));
    assertHeld(
        () -> runs.run(UtcDays.of(third), none),
        "2 of 2 instruments of days of positioning break \"coverage of open_interest\"");
    Workspace accepting = runs.open();
    accepting.audits().accept(List.of("coverage of open_interest"), "the vendor has none now");
    runs.run(accepting, UtcDays.of(third), none);
    LocalDate fourth = DAY.plusDays(3);
    runs.run(UtcDays.of(fourth), Map.of(POSITIONING, List.of(), BARS, prices(fourth)));
    assertThat(runs.seen(BARS)).as("what was accepted is usual then").hasSize(4);
  }

  private static List<Row> prices(LocalDate day) {
    return List.of(bar("A", day, 0));
  }
}
