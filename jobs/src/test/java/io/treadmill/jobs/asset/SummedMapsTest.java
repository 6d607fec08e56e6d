package io.treadmill.jobs.asset;

import static io.treadmill.jobs.asset.ThreeVenues.LARGE;
import static io.treadmill.jobs.asset.ThreeVenues.START;
import static io.treadmill.jobs.asset.ThreeVenues.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.junit.jupiter.api.Test;

/** Which maps of instruments a sum has. */
class SummedMapsTest {
  private static final long ONE = START + ThreeVenues.HOUR;
  private static final Instrument NEW = new Instrument("kraken", Product.LINEAR_PERP, "PF_XBTUSD");

  private static NamedRow named(Row row) {
    Object[] values = new Object[row.size()];
    Arrays.setAll(values, row::get);
    return new NamedRow(new GenericRowWithSchema(values, LakeTables.ASSET_HEATMAP.schema()));
  }

  @Test
  void aMapWithoutASizeBesideOthersIsNamedNotSummed() {
    List<Row> sums =
        new ThreeVenues()
            .bar(LARGE, ONE, at(10_700), at(10_800.5))
            .bar(NEW, ONE, at(10_700), at(10_800.5))
            .cell(LARGE, ONE, "long", 10_790, 100, 80, 130)
            .cell(NEW, ONE, "long", 10_780, 100, 80, 130)
            .sums();
    assertThat(sums).hasSize(1);
    NamedRow row = named(sums.get(0));
    // The small venue was there the day before: its quarter is not given away.
    assertThat(row.number("expected_notional_usd")).isCloseTo(75, within(1e-9));
    assertThat(row.integer("instruments")).isEqualTo(1);
    assertThat(row.text("share_source")).isEqualTo("open_interest");
    assertThat(row.text("instruments_missing"))
        .isEqualTo(
            "bybit/linear_perp/BTCUSDT+hyperliquid/linear_perp/BTC+kraken/linear_perp/PF_XBTUSD"
                + "+okx/linear_perp/BTC-USDT-SWAP");
  }
}
