package io.treadmill.jobs.heatmap;

import io.treadmill.book.position.BookState;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.replay.ReportedLiquidations;
import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** Accounts of three bars that fall so far that shorts of the first leave the grid. */
public final class BookBalanceProof implements ColumnProof {
  private static final double COMPONENTS = 25;

  @Override
  public LakeTable table() {
    return LakeTables.BOOK_BALANCE;
  }

  @Override
  public void prove(Proof proof) {
    int[] buckets = {SmallBook.BUCKET, SmallBook.BUCKET - 30, SmallBook.BUCKET - 2700};
    SmallBook market =
        new SmallBook(
            buckets,
            buckets,
            new double[] {200, 100, 0},
            new double[] {1000, Double.NaN, 1040, 1030});
    List<Row> rows = market.rows(new ReportedLiquidations(SmallBook.DAY));
    SlowBook slow = new SlowBook(market).until(3);
    slow.end();
    for (int side = 0; side < 2; side++) {
      prove(proof, rows, slow, side);
      proof
          // 120 of the first bar, 40 + 40 of the second; 23 of 25 components: 100x is the most.
          .is("opened", 200 * 23 / COMPONENTS, 1e-9)
          .is("implied_closes", 170.0, 1e-9)
          .is("missing_steps", 285)
          .is("held_steps", 1)
          .is("volume_clock_steps", 0)
          .is("warm_up", true);
    }
    proof.is("decayed", slow.decayed[1] / COMPONENTS, 1e-9);
    goesOn(proof, market);
    onVolume(proof, buckets);
    Instrument inverse = new Instrument("binance", Product.INVERSE_PERP, "BTCUSD_PERP");
    List<Row> contracts = market.rows(inverse, new ReportedLiquidations(SmallBook.DAY), null);
    proof
        .row(SmallBook.only(contracts, table(), Map.of("side", "long")))
        .is("product", "inverse_perp")
        .is("unit", "contracts");
  }

  /** Without open interest half of a day's volume stands in for it: 28,800 and 21,600 coins. */
  private void onVolume(Proof proof, int[] buckets) {
    double[] none = {Double.NaN, Double.NaN, Double.NaN, Double.NaN};
    SmallBook market = new SmallBook(buckets, buckets, new double[] {200, 100, 0}, none);
    SlowBook slow = new SlowBook(market).until(3);
    slow.end();
    List<Row> rows = market.rows(new ReportedLiquidations(SmallBook.DAY));
    prove(proof, rows, slow, 1);
    proof.is("held_steps", 3).is("volume_clock_steps", 3);
  }

  /** A book of eleven days that holds 500 coins of box_2_3. */
  private void goesOn(Proof proof, SmallBook market) {
    SlowBook slow = new SlowBook(market);
    int box = slow.names.indexOf("box_2_3");
    slow.start(0, box, SmallBook.BUCKET - 100, 500, 1000);
    slow.until(3).end();
    List<BookState.Cell> start =
        List.of(
            new BookState.Cell("long", "mass", box, SmallBook.BUCKET - 100, 500),
            new BookState.Cell("both", "bars", 0, 0, 3168),
            new BookState.Cell("both", "open_interest", 0, 0, 1000),
            new BookState.Cell("both", "last_close", 0, 0, SmallBook.price(SmallBook.BUCKET)),
            new BookState.Cell("both", "lagged_clock", 0, 0, 0),
            new BookState.Cell("long", "rescale_realised", 0, 0, 0),
            new BookState.Cell("long", "rescale_predicted", 0, 0, 0),
            new BookState.Cell("short", "rescale_realised", 0, 0, 0),
            new BookState.Cell("short", "rescale_predicted", 0, 0, 0));
    List<Row> rows = market.rows(SmallBook.LINEAR, new ReportedLiquidations(SmallBook.DAY), start);
    prove(proof, rows, slow, 0);
    proof.is("warm_up", false);
  }

  private void prove(Proof proof, List<Row> rows, SlowBook slow, int side) {
    String text = side == 0 ? "long" : "short";
    double decayed = slow.decayed[side] / COMPONENTS;
    double swept = slow.swept[side] / COMPONENTS;
    proof
        .row(SmallBook.only(rows, table(), Map.of("side", text)))
        .is("venue", "here")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("day", SmallBook.DAY)
        .is("parameter_set", ParameterSet.REAL.id())
        .is("side", text)
        .is("unit", "base")
        .is("opened", slow.opened[side] / COMPONENTS, 1e-9)
        .is("decayed", decayed, 1e-9)
        .is("swept", swept, 1e-9)
        .is("dropped", slow.dropped[side] / COMPONENTS, 1e-9)
        .is("change", (slow.mass(side) - slow.started[side]) / COMPONENTS, 1e-9)
        .is("relative_residual", 0, 1e-12)
        .is("implied_closes", slow.closes, 1e-9)
        .is("implied_closes_residual", slow.closes - decayed - swept, 1e-9);
  }
}
