package io.treadmill.jobs.heatmap;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.book.position.BookState;
import io.treadmill.book.position.UsualProfile;
import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * What {@link SmallBook#falling} goes through from midnight on, if it also rises by four buckets:
 * down to 64 buckets under its price in the first four hours, to 61 in the first. The book is
 * empty, so the map of now holds nothing.
 */
public final class ZoneTouchProof implements ColumnProof {
  private static final Instant MIDNIGHT = Instant.parse("2026-03-04T00:00:00Z");
  private static final int PRICE = SmallBook.BUCKET + 60;
  private static final int UP = 4;

  /** What cells of longs and shorts of the standing map usually hold in the first bin. */
  private static final double[] USUAL = {1000, 700};

  private final SmallBook market = market();
  private final SlowStandingMap map = new SlowStandingMap(market, 4, 0, PRICE);
  private final SlowStandingMap ofAnHour = new SlowStandingMap(market, 1, 0, PRICE);

  private static SmallBook market() {
    SmallBook falling = SmallBook.falling();
    int[] high = falling.high().clone();
    high[5] = PRICE + UP;
    return new SmallBook(falling.low(), high, falling.volume(), falling.openInterest());
  }

  @Override
  public LakeTable table() {
    return LakeTables.ZONE_TOUCH;
  }

  @Override
  public void prove(Proof proof) {
    List<Row> rows =
        market.rows(SmallBook.LINEAR, SmallBook.prints(), start(), SlowStandingMap.law());
    for (int side = 0; side < 2; side++) {
      int down = side == 0 ? 64 : UP;
      prove(proof, rows, 4, side);
      double mass = held(side, side, down);
      double usual = usual(map, 4, side, down);
      proof
          .is("kind", mass >= 1.5 * usual ? "hot" : mass <= usual / 1.5 ? "thin" : "neutral")
          .is("mass_usd", mass, 1e-9 * mass)
          .is("usual_usd", usual, 1e-9 * usual)
          .is("beyond_usd", held(side, 1 - side, side == 0 ? UP : 64), 1e-6)
          .isNull("realised_usd");
      prove(proof, rows, 0, side);
      double ofNow = usual(ofAnHour, 0, side, side == 0 ? 61 : UP);
      proof
          .is("kind", "thin")
          .is("mass_usd", 0.0)
          .is("usual_usd", ofNow, 1e-9 * ofNow)
          .is("beyond_usd", 0.0)
          .is("realised_usd", side == 0 ? 8000.0 : 900.0);
    }
    int ts = table().schema().fieldIndex("ts");
    int side = table().schema().fieldIndex("side");
    assertThat(FoldOutput.UNION.only(rows, "zone_touch"))
        .filteredOn(row -> !row.get(ts).equals(Timestamp.from(MIDNIGHT)))
        .as("from 01:00 on price only falls, and no window of four hours begins")
        .hasSize(1)
        .allMatch(row -> row.get(side).equals("long"));
  }

  private void prove(Proof proof, List<Row> rows, int horizon, int side) {
    String text = side == 0 ? "long" : "short";
    proof
        .row(
            SmallBook.only(
                rows,
                table(),
                Map.of("horizon_h", horizon, "ts", Timestamp.from(MIDNIGHT), "side", text)))
        .is("venue", "here")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("ts", MIDNIGHT)
        .is("horizon_h", horizon)
        .is("model", "book")
        .is("side", text)
        .is("fit_id", SmallBook.FIT)
        .is("print_scope", SmallBook.SCOPE);
  }

  /** What the standing map of a side holds in the buckets of a way, 0 down and 1 up. */
  private double held(int side, int way, int buckets) {
    double usd = 0;
    for (int i = 0; i <= buckets + 2; i++) {
      int row = Math.floorDiv(PRICE, 2) + (way == 0 ? -i : i);
      usd +=
          part(row, way, buckets) * (map.expected(side, 2 * row) + map.expected(side, 2 * row + 1));
    }
    return usd;
  }

  /** What is usual of the cells of the way of a side. */
  private static double usual(SlowStandingMap of, int horizon, int side, int buckets) {
    double[] means = new double[UsualProfile.BINS];
    Arrays.setAll(means, bin -> mean(horizon, side, bin));
    double usd = 0;
    for (int i = 0; i <= buckets + 2; i++) {
      int row = Math.floorDiv(PRICE, 2) + (side == 0 ? -i : i);
      double distance = Math.abs(2 * row + 1 - PRICE - 0.5) * of.scale();
      usd += part(row, side, buckets) * ZonesProof.between(means, distance);
    }
    return usd;
  }

  /** The part of a row of two buckets that the way covers, from the middle of a bucket. */
  private static double part(int row, int way, int buckets) {
    double from = PRICE + 0.5 - (way == 0 ? buckets : 0);
    double to = PRICE + 0.5 + (way == 0 ? 0 : buckets);
    double covered = 0;
    for (int quarter = 0; quarter < 4; quarter++) {
      double at = 2 * row + quarter / 2.0 + 0.25;
      covered += at > from && at < to ? 0.25 : 0;
    }
    return covered;
  }

  private static double mean(int horizon, int side, int bin) {
    return USUAL[side] * (1 + horizon) * (1 + bin / 10.0);
  }

  private static List<BookState.Cell> start() {
    List<BookState.Cell> cells = new ArrayList<>();
    cells.add(new BookState.Cell("both", "lagged_clock", 0, 0, 0));
    cells.add(new BookState.Cell("both", "bars", 0, 0, 0));
    for (int side = 0; side < 2; side++) {
      String text = side == 0 ? "long" : "short";
      cells.add(new BookState.Cell(text, "rescale_realised", 0, 0, 0));
      cells.add(new BookState.Cell(text, "rescale_predicted", 0, 0, 0));
      for (int horizon : new int[] {0, 4}) {
        for (int bin = 0; bin < UsualProfile.BINS; bin++) {
          cells.add(
              new BookState.Cell(text, "usual", bin, horizon, 200 * mean(horizon, side, bin)));
          cells.add(new BookState.Cell(text, "usual_weight", bin, horizon, 200));
        }
      }
    }
    return cells;
  }
}
