package io.treadmill.jobs.statistics;

import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.Resampling;
import io.treadmill.stats.Steps;
import io.treadmill.stats.discovery.PriceDiscovery;
import java.time.LocalDate;
import java.util.Optional;

/** Whether the perpetual or spot finds the price first: {@code price_discovery}. */
final class PriceDiscoveryStatistic implements PerpetualStatistic {
  private static final String NO_SPOT = "no spot market of the asset in the lake";
  private static final String NO_MINUTES = "no one-minute prices of both markets";

  /** A clock: name, minutes of a step, days of the window, lags, steps of a block. */
  private enum Horizon {
    MINUTE("1m", 1, 1, 8, 10),
    FIVE_MINUTES("5m", 5, 1, 4, 3),
    QUARTER("15m", 15, 7, 4, 4),
    HOUR("1h", 60, 30, 4, 4);

    final String text;
    final int minutes;
    final int windowDays;
    final PriceDiscovery.Clock clock;

    Horizon(String text, int minutes, int windowDays, int lags, int block) {
      this.text = text;
      this.minutes = minutes;
      this.windowDays = windowDays;
      this.clock = new PriceDiscovery.Clock(60.0 * minutes, lags, block);
    }
  }

  /** What a row is made of. */
  private record Found(
      Instrument instrument, LocalDate day, String pair, Horizon horizon, PriceDiscovery shares) {}

  private static final RowLayout<Found> ROWS =
      RowLayout.<Found>of(LakeTables.PRICE_DISCOVERY)
          .components(Found.class, one -> one)
          .text("horizon", one -> one.horizon().text)
          .integer("window_days", one -> one.horizon().windowDays)
          .components(PriceDiscovery.class, Found::shares)
          .integerOrNull("lags", one -> one.shares().lags() < 0 ? null : one.shares().lags())
          .sample(one -> one.shares().informationShare())
          .text("lead_reason", one -> one.shares().leadSeconds().reason())
          .build();

  @Override
  public void compute(
      MarketSeries perpetual, AssetMarkets markets, UtcDays days, StatisticRows rows) {
    Optional<MarketSeries> spot = markets.spotFor(perpetual);
    for (LocalDate day : days.days()) {
      for (Horizon horizon : Horizon.values()) {
        add(perpetual, spot, day, horizon, rows);
      }
    }
  }

  private static void add(
      MarketSeries perpetual,
      Optional<MarketSeries> spot,
      LocalDate day,
      Horizon horizon,
      StatisticRows rows) {
    String pair = spot.map(s -> s.instrument().toString()).orElse("none");
    double[] first = logs(perpetual, day, horizon);
    double[] second = spot.map(s -> logs(s, day, horizon)).orElse(null);
    PriceDiscovery found =
        first == null || second == null
            ? PriceDiscovery.missing(spot.isEmpty() ? NO_SPOT : NO_MINUTES)
            : PriceDiscovery.of(
                first,
                second,
                horizon.clock,
                Resampling.seed(
                    "price_discovery", perpetual.instrument(), pair, day, horizon.text));
    rows.add(ROWS, new Found(perpetual.instrument(), day, pair, horizon, found));
  }

  /** Log prices at the end of each step of the window that ends with the day; null without. */
  private static double[] logs(MarketSeries series, LocalDate day, Horizon horizon) {
    Steps steps = series.steps();
    double[] close = series.close();
    if (horizon == Horizon.MINUTE) {
      if (series.minutes().isEmpty()) {
        return null;
      }
      steps = series.minutes().get().steps();
      close = series.minutes().get().close();
    }
    int each = (int) (horizon.minutes * BarClock.MINUTE_MICROS / steps.stepMicros());
    int end = steps.end(day);
    double[] logs = Steps.unknown(horizon.windowDays * steps.perDay() / each);
    for (int i = logs.length - 1, at = end - 1; i >= 0 && at >= 0; i--, at -= each) {
      logs[i] = Math.log(close[at]);
    }
    return logs;
  }
}
