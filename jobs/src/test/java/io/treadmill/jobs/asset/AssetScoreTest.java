package io.treadmill.jobs.asset;

import static io.treadmill.jobs.asset.ThreeVenues.DAY;
import static io.treadmill.jobs.asset.ThreeVenues.LARGE;
import static io.treadmill.jobs.asset.ThreeVenues.SMALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.jobs.asset.ThreeVenues.Told;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.junit.jupiter.api.Test;

/** Which instruments a score of an asset sums, and with which shares. */
class AssetScoreTest {
  private static final String BINANCE = "aggregate of binance";
  private static final String BOTH = "aggregate of binance+bybit";
  private static final Instrument COIN =
      new Instrument("binance", Product.INVERSE_PERP, "BTCUSD_PERP");

  private final List<Row> predictions = new ArrayList<>();

  /** One window that the book and a baseline predict alike. */
  private AssetScoreTest window(
      Instrument instrument, int hour, double usd, String scope, Double realised) {
    return window(instrument, DAY, hour, new Told("book", "made up", usd, scope, realised));
  }

  private AssetScoreTest window(Instrument instrument, LocalDate day, int hour, Told told) {
    predictions.add(ThreeVenues.prediction(instrument, day, hour, "long", told));
    predictions.add(
        ThreeVenues.prediction(
            instrument,
            day,
            hour,
            "long",
            new Told("fine_freshness", told.fit(), told.usd(), told.scope(), told.realised())));
    return this;
  }

  private List<NamedRow> rows(List<LocalDate> days) {
    List<NamedRow> rows = new ArrayList<>();
    AssetScoreFunction.rows(ThreeVenues.shares(), days, "BTC", predictions.iterator())
        .forEachRemaining(row -> rows.add(named(row)));
    return rows.stream().filter(row -> row.text("baseline").equals("fine_freshness")).toList();
  }

  private static NamedRow named(Row row) {
    Object[] values = new Object[row.size()];
    Arrays.setAll(values, row::get);
    return new NamedRow(new GenericRowWithSchema(values, LakeTables.ASSET_SCORE.schema()));
  }

  private NamedRow row(String rule) {
    return rows(List.of(DAY)).stream()
        .filter(row -> row.text("feed_rule").equals(rule))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aTotalOverVenuesHasTheInstrumentsWhoseLawsStandOnSomeOfThem() {
    window(LARGE, 1, 30e6, BINANCE, 20e6).window(SMALL, 1, 100e6, BOTH, 50e6);
    // All of what the large one predicts of its venue, a quarter of what the small one does.
    assertThat(row(BOTH).number("ratio")).isCloseTo((30 + 25) / 50.0, within(1e-12));
    assertThat(row(BOTH).integer("instruments")).isEqualTo(2);
    assertThat(row(BINANCE).number("ratio")).isCloseTo(30 / 20.0, within(1e-12));
    assertThat(row(BINANCE).integer("instruments")).isEqualTo(1);
  }

  @Test
  void aTotalWhoseVenuesHoldAnInstrumentOfOtherTotalsHasNoScore() {
    window(LARGE, 1, 30e6, BINANCE, 20e6).window(COIN, 1, 5e6, BOTH, 50e6);
    assertThat(row(BINANCE).isNull("ratio")).isTrue();
    assertThat(row(BINANCE).whole("n")).isZero();
    assertThat(row(BINANCE).text("reason"))
        .isEqualTo("a law of an instrument of these venues stands on totals of further ones");
    // Another hour, of which all laws stand on these totals, counts.
    window(LARGE, 2, 30e6, BINANCE, 20e6).window(COIN, 2, 5e6, BINANCE, 20e6);
    assertThat(row(BINANCE).whole("n")).isEqualTo(1);
  }

  @Test
  void ownPrintsAreSummedOverInstrumentsThatHaveAnyInTheWindow() {
    // The small one has no feed, the coin one had its last total 30 days before: too long ago.
    window(LARGE, 1, 30e6, "full", 20e6)
        .window(SMALL, 1, 9e6, "none", null)
        .window(COIN, 1, 7e6, "full", null)
        .window(COIN, DAY.minusDays(30), 1, new Told("book", "made up", 7e6, "full", 5e6));
    assertThat(row(AssetScoreFunction.OWN_PRINTS).number("ratio")).isCloseTo(1.5, within(1e-12));
    assertThat(row(AssetScoreFunction.OWN_PRINTS).integer("instruments")).isEqualTo(1);
    assertThat(row(AssetScoreFunction.OWN_PRINTS).text("venue_set"))
        .isEqualTo("binance linear_perp");
    // The day before is in its window, whichever days a run names.
    assertThat(rows(List.of(DAY.minusDays(1), DAY)))
        .filteredOn(row -> row.day("day").equals(DAY))
        .extracting(row -> row.integer("instruments"))
        .containsExactly(1);
  }

  @Test
  void aHeardInstrumentIsNotLeftOutOfAWindowThatItDidNotHear() {
    window(LARGE, 1, 30e6, "full", 20e6)
        .window(COIN, 1, 10e6, "full", 5e6)
        .window(LARGE, 2, 30e6, "full", 20e6)
        .window(COIN, 2, 10e6, "full", null);
    assertThat(row(AssetScoreFunction.OWN_PRINTS).integer("instruments")).isEqualTo(2);
    assertThat(row(AssetScoreFunction.OWN_PRINTS).whole("n")).isEqualTo(1);
    assertThat(row(AssetScoreFunction.OWN_PRINTS).number("ratio"))
        .isCloseTo(40 / 25.0, within(1e-12));
  }

  @Test
  void underThePriorLawAnInstrumentCountsWhole() {
    window(LARGE, DAY, 1, new Told("book", "prior", 30e6, BOTH, 50e6))
        .window(SMALL, 1, 80e6, BOTH, 50e6);
    assertThat(row(BOTH).number("ratio")).isCloseTo((30 + 20) / 50.0, within(1e-12));
    assertThat(row(BOTH).text("share_source")).isEqualTo("open_interest+prior_law");
  }

  @Test
  void anInstrumentWithoutASizeTheDayBeforeIsNotSummed() {
    window(LARGE, 1, 20e6, BINANCE, 20e6).window(COIN, 1, 5e6, BINANCE, 20e6);
    assertThat(row(BINANCE).number("ratio")).isCloseTo(1, within(1e-12));
    assertThat(row(BINANCE).integer("instruments")).isEqualTo(1);
    assertThat(row(BINANCE).text("share_source")).isEqualTo("open_interest");
  }
}
