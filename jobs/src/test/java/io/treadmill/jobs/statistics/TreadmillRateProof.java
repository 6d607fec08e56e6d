package io.treadmill.jobs.statistics;

import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.jobs.statistics.TreadmillStatistic.Drawn;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * {@code treadmill_base_rate} in closed form: twelve episodes on nine days of which seven were
 * completed, six by a chance of .2 each and six by .3.
 */
public final class TreadmillRateProof implements ColumnProof {
  private static final LocalDate DAY = LocalDate.of(2026, 3, 3);
  private static final double Z_95 = 1.6448536269514722;
  private static final double Z_80 = 0.8416212335729143;

  @Override
  public LakeTable table() {
    return LakeTables.TREADMILL_BASE_RATE;
  }

  /** An episode that was complete some days before, of odd ones by volume. */
  private static PooledEvent episode(int daysAgo, boolean completed, double chance, int number) {
    long micros = UtcDays.startMicros(DAY.minusDays(daysAgo)) + number;
    Drawn drawn =
        new Drawn(micros, completed, chance, DAY.minusDays(daysAgo).toEpochDay(), number % 3 == 2);
    String venue = number == 0 ? "binance" : "okx";
    return new PooledEvent("treadmill", venue + "/linear_perp/S" + number, micros, drawn);
  }

  private static List<PooledEvent> episodes() {
    List<PooledEvent> events = new ArrayList<>();
    int[] daysAgo = {269, 269, 100, 100, 50, 50, 9, 8, 7, 6, 5, 0};
    for (int i = 0; i < 12; i++) {
      boolean completed = i < 4 || i > 8;
      events.add(episode(daysAgo[i], completed, i < 6 ? 0.2 : 0.3, i));
    }
    return events;
  }

  private static List<Row> rows(List<PooledEvent> events, UtcDays days) {
    StatisticRows rows = new StatisticRows(List.of(LakeTables.TREADMILL_BASE_RATE));
    new TreadmillStatistic().computePooled(events, days, rows);
    return rows.of(LakeTables.TREADMILL_BASE_RATE);
  }

  @Override
  public void prove(Proof proof) {
    List<PooledEvent> events = episodes();
    events.add(0, episode(270, true, 0.9, 20)); // too old by a day
    events.add(episode(-1, true, 0.9, 23)); // of tomorrow
    double rate = 7 / 12.0;
    double matched = 0.25;
    // Two days of two completed episodes, one of two that were not, six days of one.
    double around = (2 * sq(2 * (1 - rate)) + sq(2 * rate) + 3 * sq(1 - rate) + 3 * sq(rate));
    double clustering = around / (12 * rate * (1 - rate));
    double n = 12 / clustering;
    double middle = (rate + Z_95 * Z_95 / n / 2) / (1 + Z_95 * Z_95 / n);
    double half =
        Z_95 * Math.sqrt(rate * (1 - rate) / n + sq(Z_95 / n) / 4) / (1 + Z_95 * Z_95 / n);
    double squares = 2 * sq(2 * 0.8) + sq(2 * 0.2) + 3 * sq(0.7) + 3 * sq(0.3);
    double spread = Math.sqrt(matched * (1 - matched));
    double need = (Z_95 * spread + Z_80 * Math.sqrt(rate * (1 - rate))) / (rate - matched);
    proof
        .row(rows(events, UtcDays.of(DAY)).get(0))
        .is("asset", "all")
        .is("venue_set", "binance/linear_perp+okx/linear_perp")
        .is("day", DAY)
        .is("rate", rate, 1e-12)
        .is("rate_low", middle - half, 1e-12)
        .is("rate_high", middle + half, 1e-12)
        .is("matched_rate", matched, 1e-12)
        .is("lift", rate / matched, 1e-12)
        .is("lift_low", (middle - half) / matched, 1e-12)
        .is("lift_high", (middle + half) / matched, 1e-12)
        .is("p", chanceOfSevenOrMore(), 1e-12)
        .is("z", 4 / Math.sqrt(squares), 1e-12)
        .is("days_with_episodes", 9)
        .is("least_lift", 1 + (Z_95 + Z_80) * spread / Math.sqrt(n) / matched, 1e-12)
        .is("more_episodes", Math.ceil(clustering * need * need - 12), 0)
        .is("n_from_volume", 4L)
        .is("n", 12L)
        .isNull("reason");
    List<Row> few = rows(episodes().subList(2, 11), new UtcDays(DAY.minusDays(1), DAY));
    proof
        .row(few.get(1))
        .is("day", DAY)
        .is("days_with_episodes", 7)
        .is("n", 9L)
        .isNull("rate")
        .isNull("lift_low")
        .is("reason", "under 10 events with matched windows");
    List<PooledEvent> worse = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      worse.add(episode(i, i == 0, 0.3, i));
    }
    proof
        .row(rows(worse, UtcDays.of(DAY)).get(0))
        .isNull("more_episodes")
        .is("reason", "no lift was seen");
    proveAnAsset(proof);
  }

  private static void proveAnAsset(Proof proof) {
    FixedMarket market = TreadmillProof.market();
    proof
        .row(
            Rows.only(
                new TreadmillStatistic(),
                new AssetMarkets("BTC", List.of(market.series(FixedMarket.PERPETUAL)), List.of()),
                UtcDays.of(market.first.plusDays(9)),
                LakeTables.TREADMILL_BASE_RATE))
        .is("asset", "BTC")
        .is("venue_set", "binance/linear_perp/BTCUSDT")
        .is("days_with_episodes", 1)
        .is("n_from_volume", 0L)
        .is("n", 1L);
  }

  /** Of six draws at .2 and six at .3. */
  private static double chanceOfSevenOrMore() {
    double tail = 0;
    for (int i = 0; i <= 6; i++) {
      for (int k = 7 - i; k <= 6; k++) {
        tail += k < 0 ? 0 : binomial(i, 0.2) * binomial(k, 0.3);
      }
    }
    return tail;
  }

  private static double binomial(int k, double chance) {
    int[] ways = {1, 6, 15, 20, 15, 6, 1};
    return ways[k] * Math.pow(chance, k) * Math.pow(1 - chance, 6 - k);
  }

  private static double sq(double x) {
    return x * x;
  }
}
