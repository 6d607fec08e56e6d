package io.treadmill.jobs.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.position.Rescale;
import io.treadmill.book.replay.InstrumentLaw;
import io.treadmill.jobs.MemoryLake;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Selection;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** Laws of February, March (fitted twice) and April of one instrument; of March of another. */
class LawTableTest {
  private static final Instrument BTC = new Instrument("binance", Product.LINEAR_PERP, "BTCUSDT");
  private static final Instrument ETH = new Instrument("binance", Product.LINEAR_PERP, "ETHUSDT");
  private static final LocalDate FEBRUARY = LocalDate.of(2026, 2, 1);
  private static final LocalDate MARCH = LocalDate.of(2026, 3, 1);
  private static final LocalDate APRIL = LocalDate.of(2026, 4, 1);
  private static final Instant FITTED = Instant.parse("2026-05-01T00:00:00Z");

  private final MemoryLake lake = new MemoryLake();
  private final RunContext run =
      new RunContext(null, null, null, lake, null, Selection.ALL, "run", null, null);

  private void store(Instrument instrument, LocalDate use, String fitId, Instant fitted) {
    double[] one = {0.5};
    double[][] draws = {{0.4}, {0.6}};
    FittedLaw.OfSide side =
        new FittedLaw.OfSide(one, one, one, new boolean[1], draws, 1, Rescale.START, 1);
    InstrumentLaw law =
        new InstrumentLaw(
            fitId,
            use,
            use.minusDays(60),
            use.minusDays(1),
            "full",
            InstrumentLaw.OWN,
            Map.of("book", new FittedLaw(List.of("spike_50x"), side, side, 9)));
    LawTable.Rows rows = LawTable.rows(instrument, law, "run", fitted);
    SparkSession spark = SparkForTests.get();
    lake.append(
        LakeTables.LEVERAGE_LAW,
        spark.createDataFrame(rows.law(), LakeTables.LEVERAGE_LAW.schema()));
    lake.append(
        LakeTables.LEVERAGE_LAW_DRAWS,
        spark.createDataFrame(rows.draws(), LakeTables.LEVERAGE_LAW_DRAWS.schema()));
  }

  private void storeAll() {
    store(BTC, FEBRUARY, "february", FITTED);
    store(BTC, MARCH, "again", FITTED.plusSeconds(1));
    store(BTC, MARCH, "march", FITTED);
    store(BTC, APRIL, "april", FITTED);
    store(ETH, MARCH, "other", FITTED);
  }

  private Map<LocalDate, InstrumentLaw> laws(LocalDate from, LocalDate to) {
    return LawTable.read(run, from, to, Selection.ALL).get(BTC.toString());
  }

  @Test
  void thoseInForceOnADayOfTheRangeAreRead() {
    assertThat(LawTable.read(run, MARCH, APRIL, Selection.ALL)).isEmpty();
    storeAll();
    assertThat(laws(MARCH.plusDays(4), APRIL.minusDays(1)).keySet()).containsExactly(MARCH);
    assertThat(laws(MARCH.plusDays(1), APRIL).keySet()).containsExactly(MARCH, APRIL);
    // The day before the range is asked for too: its law gave the state the range begins with.
    assertThat(laws(MARCH, MARCH).keySet()).containsExactly(FEBRUARY, MARCH);
    assertThat(laws(FEBRUARY.minusDays(9), FEBRUARY).keySet()).containsExactly(FEBRUARY);
    InstrumentLaw march = laws(MARCH, MARCH).get(MARCH);
    assertThat(march.fitId()).isEqualTo("again");
    assertThat(march.book().n()).isEqualTo(9);
    assertThat(march.book().of(io.treadmill.market.Side.LONG).draws().length).isEqualTo(2);
  }

  @Test
  void theLedgerIsToldTheFitsInForce() {
    assertThat(LawTable.fits(run, MARCH, APRIL, Selection.ALL)).isEmpty();
    storeAll();
    Selection bitcoin = new Selection("binance", new TreeSet<>(Set.of("BTCUSDT")));
    String key = "leverage_law/binance/linear_perp/BTCUSDT/";
    assertThat(LawTable.fits(run, MARCH.plusDays(4), APRIL, bitcoin))
        .containsExactly(
            Map.entry(key + "2026-03-01", "again"), Map.entry(key + "2026-04-01", "april"));
    assertThat(LawTable.fits(run, FEBRUARY.minusDays(9), MARCH, bitcoin))
        .containsExactly(
            Map.entry(key + "2026-02-01", "february"), Map.entry(key + "2026-03-01", "again"));
    assertThat(LawTable.fits(run, MARCH, MARCH, Selection.ALL))
        .containsOnlyKeys(key + "2026-03-01", key.replace("BTC", "ETH") + "2026-03-01");
  }
}
