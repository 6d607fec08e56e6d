package io.treadmill.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.MarketSeries.Minutes;
import io.treadmill.stats.MarketSeries.Parts;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Markets of one asset whose units are so many coins. */
class AssetMarketsTest {
  private static final Steps STEPS =
      Steps.of(UtcDays.of(LocalDate.of(2026, 6, 12)), 3_600_000_000L);

  private static double[] all(double value) {
    double[] values = new double[STEPS.count()];
    Arrays.fill(values, value);
    return values;
  }

  private static MarketSeries series(String name, double price, double coins) {
    Parts columns =
        Parts.ofColumns(
            Map.of(
                Column.OPEN, all(price),
                Column.CLOSE, all(price),
                Column.BASE_VOLUME, all(coins),
                Column.TAKER_BUY_BASE, all(coins / 4),
                Column.QUOTE_VOLUME, all(price * coins)));
    return new MarketSeries(
        Instrument.parse(name),
        STEPS,
        new Parts(
            columns.columns(),
            Double.NaN,
            List.of(),
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.of(new Minutes(STEPS, all(price)))));
  }

  /** A thousand PEPE of .01 are one 1000PEPE of 10. */
  @Test
  void spotIsInTheUnitOfThePerpetual() {
    MarketSeries perpetual = series("binance/linear_perp/1000PEPEUSDT", 10, 7);
    MarketSeries spot = series("binance/spot/PEPEUSDT", .01, 8_000);
    MarketSeries same = series("binance/linear_perp/PEPEUSDC", .01, 1);
    AssetMarkets markets = new AssetMarkets("PEPE", List.of(perpetual, same, spot), List.of());
    MarketSeries beside = markets.spotFor(perpetual).orElseThrow();
    assertThat(beside.close()[3]).isEqualTo(10);
    assertThat(beside.column(Column.OPEN)[3]).isEqualTo(10);
    assertThat(beside.column(Column.BASE_VOLUME)[3]).isEqualTo(8);
    assertThat(beside.column(Column.TAKER_BUY_BASE)[3]).isEqualTo(2);
    assertThat(beside.column(Column.QUOTE_VOLUME)[3]).isEqualTo(80);
    assertThat(beside.volumeUsd(3)).isEqualTo(80);
    assertThat(beside.minutes().orElseThrow().close()[3]).isEqualTo(10);
    assertThat(markets.spotFor(same).orElseThrow()).isSameAs(spot);
  }
}
