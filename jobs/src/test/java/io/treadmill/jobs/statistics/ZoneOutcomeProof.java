package io.treadmill.jobs.statistics;

import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.MarketSeries.Settlement;
import io.treadmill.stats.MarketSeries.Zone;
import io.treadmill.stats.Steps;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * Hand calculation of {@code zone_outcome}: a market that stands at 100 but for four touches, with
 * open interest written only where one of them reads it.
 */
public final class ZoneOutcomeProof implements ColumnProof {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 3);
  private static final Instrument BTC = new Instrument("bybit", Product.LINEAR_PERP, "BTCUSDT");

  private final Steps steps =
      Steps.of(new UtcDays(DAY.minusDays(1), DAY.plusDays(1)), BarClock.BAR_MICROS);
  private final Map<Column, double[]> columns = new EnumMap<>(Column.class);
  private final double[][] usd = new double[2][steps.count()];
  private final double[][] predicted = new double[2][steps.count()];
  private final List<Zone> zones = new ArrayList<>();

  @Override
  public LakeTable table() {
    return LakeTables.ZONE_OUTCOME;
  }

  @Override
  public void prove(Proof proof) {
    List<Row> rows = new ZoneOutcomeProof().rows();
    proveReloaded(proof.row(rows.get(0)));
    proof
        .row(rows.get(1))
        .is("side", "short")
        .is("verdict", "cleared")
        .is("open_interest_rebuilt_share", 0.25, 1e-12)
        .is("n", 14L);
    proof
        .row(rows.get(2))
        .isNull("verdict")
        .isNull("open_interest_start")
        .isNull("open_interest_drop_percent")
        .isNull("realised_usd")
        .isNull("feed_rule")
        .isNull("realised_per_predicted")
        .is("n", 13L)
        .is("reason", "no open interest at the touch or 6 h later; no totals of forced orders");
    proof
        .row(rows.get(3))
        .is("day", DAY.plusDays(1)) // complete at 00:45
        .is("verdict", "undecided")
        .is("open_interest_drop_percent", 0.0)
        .isNull("open_interest_rebuilt_share")
        .is("open_interest_change_percent", 1, 1e-12)
        .is("predicted_usd", 0.0)
        .isNull("realised_per_predicted")
        .isNull("funding_after")
        .isNull("funding_change")
        .is(
            "reason",
            "open interest did not drop; nothing was predicted given the path; no settlement within"
                + " 8 h");
  }

  private static void proveReloaded(Proof proof) {
    proof
        .is("venue", "bybit")
        .is("product", "linear_perp")
        .is("symbol", "BTCUSDT")
        .is("day", DAY)
        .is("hit_ts", Instant.parse("2026-03-03T10:25:00Z"))
        .is("side", "long")
        .is("zone", 3)
        .is("map_ts", Instant.parse("2026-03-03T10:00:00Z"))
        .is("price_low", 98.0)
        .is("price_high", 98.5)
        .is("mass_usd", 7e6)
        .is("null_usd", 2e6)
        .is("open_interest_start", 1000.0)
        .is("open_interest_drop_percent", 2, 1e-12) // 980 at the least
        .is("open_interest_rebuilt_share", 0.75, 1e-12) // 995 after 6 h: 15 of 20
        .is("open_interest_change_percent", -0.5, 1e-12)
        .is("realised_usd", 78_000, 1e-9) // 1,000 + 2,000 + .. + 12,000
        .is("feed_rule", "prints")
        .is("predicted_usd", 50_000.0)
        .is("realised_per_predicted", 1.56, 1e-12)
        .is("funding_before", 1e-4, 1e-15) // 08:00
        .is("funding_after", -2e-4, 1e-15) // 16:00
        .is("funding_change", -3e-4, 1e-15)
        .is("verdict", "reloaded")
        .is("n", 13L)
        .isNull("reason");
  }

  private List<Row> rows() {
    for (Column column : Column.values()) {
      columns.put(column, new double[steps.count()]);
      Arrays.fill(columns.get(column), column == Column.OPEN_INTEREST ? Double.NaN : 100);
    }
    int reloaded = at(10, 25);
    touch(Side.LONG, 3, at(10, 0), reloaded, 98, 98.5);
    openInterest(reloaded, 1000, 980, 995);
    columns.get(Column.OPEN_INTEREST)[reloaded + 7] = Double.NaN;
    for (int i = -1; i <= 12; i++) {
      boolean inHour = i >= 0 && i < 12;
      usd[0][reloaded + i] = inHour ? 1000 * (i + 1) : 5e5;
      predicted[0][reloaded + i] = i == 3 ? 50_000 : inHour ? 0 : 7e5;
    }
    int cleared = at(12, 30);
    touch(Side.SHORT, 1, at(12, 0), cleared, 101, 102);
    openInterest(cleared, 1000, 992, 994);
    int unknown = at(14, 0);
    touch(Side.LONG, 1, unknown, unknown, 96, 97);
    openInterest(unknown, Double.NaN, 900, 1000);
    usd[1][unknown + 4] = Double.NaN;
    int still = at(16, 40);
    touch(Side.SHORT, 2, at(16, 0), still, 103, 104);
    openInterest(still, 1000, 1000, 1010);
    double[][] none = new double[2][steps.count()];
    MarketSeries series =
        new MarketSeries(
            BTC,
            steps,
            MarketSeries.Parts.ofColumns(columns)
                .withMap(zones, List.of())
                .withSettled(
                    List.of(
                        new Settlement(steps.micros(at(0, 0)), 3e-4, 480),
                        new Settlement(steps.micros(at(8, 0)), 1e-4, 480),
                        new Settlement(steps.micros(at(16, 0)), -2e-4, 480),
                        new Settlement(steps.micros(at(24, 45)), 4e-4, 480)))
                .withForced(
                    Map.of(
                        "prints",
                        new ForcedFlow("prints", steps, usd, usd, none, none, predicted))));
    return Rows.of(
        new ZoneOutcomeStatistic(),
        new AssetMarkets("BTC", List.of(series), List.of()),
        new UtcDays(DAY, DAY.plusDays(1)),
        table());
  }

  private int at(int hour, int minute) {
    return steps.first(DAY) + 12 * hour + minute / 5;
  }

  private void touch(Side side, int number, int map, int hit, double low, double high) {
    double edge = side == Side.LONG ? high : low;
    columns.get(side == Side.LONG ? Column.LOW : Column.HIGH)[hit] = edge;
    zones.add(
        new Zone(steps.micros(map), side, true, number, low, high, 7e6, 2e6, Math.abs(100 - edge)));
  }

  /** Open interest of the 13 snapshots of the hour, the least at the sixth, and 6 h later. */
  private void openInterest(int hit, double start, double least, double later) {
    double[] size = columns.get(Column.OPEN_INTEREST);
    Arrays.fill(size, hit, hit + 13, 1000);
    size[hit] = start;
    size[hit + 5] = least;
    size[hit + 72] = later;
  }
}
