package io.treadmill.stats.regime;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.Steps;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VolatilityRegimeTest {
  private static final LocalDate FIRST = LocalDate.of(2025, 9, 1); // A Monday.
  private static final int DAYS = 91;
  private static final int STEPS_OF_A_SPELL = 3 * 288;

  private final boolean[] stormy = new boolean[DAYS * 288];

  /** Three calm days and three stormy ones in turn; from a step on moves are multiplied. */
  private HourlyMarket market(int from, double times) {
    Steps steps = Steps.of(new UtcDays(FIRST, FIRST.plusDays(DAYS - 1L)), BarClock.BAR_MICROS);
    Random random = new Random(1);
    double[] close = new double[steps.count()];
    double price = 0;
    for (int i = 0; i < close.length; i++) {
      stormy[i] = i / STEPS_OF_A_SPELL % 2 == 1;
      double season = 1 + 0.5 * Math.sin(2 * Math.PI * i / 288);
      price += (i < from ? 1 : times) * (stormy[i] ? 2e-3 : 5e-4) * season * random.nextGaussian();
      close[i] = Math.exp(price);
    }
    return new HourlyMarket(
        new MarketSeries(
            new Instrument("binance", Product.LINEAR_PERP, "BTCUSDT"),
            steps,
            MarketSeries.Parts.ofColumns(Map.of(Column.CLOSE, close))));
  }

  @Test
  void calmAndStormyDaysAreToldApartDespiteTheHoursOfTheDay() {
    double[] high = VolatilityRegime.highProbability(market(Integer.MAX_VALUE, 1));
    int right = 0;
    int known = 0;
    for (int h = 70 * 24; h < high.length; h++) {
      if (!Double.isNaN(high[h])) {
        known++;
        right += (high[h] > 0.5) == stormy[h * 12 - 1] ? 1 : 0;
      }
    }
    assertThat(known).isEqualTo(21 * 24);
    assertThat(right / (double) known).isGreaterThan(0.95);
  }

  @Test
  void withoutTwentyDaysBeforeTheMondayNothingIsSaid() {
    double[] high = VolatilityRegime.highProbability(market(Integer.MAX_VALUE, 1));
    assertThat(high[20 * 24]).isNaN();
    assertThat(high[21 * 24]).isNotNaN();
  }

  @Test
  void laterPricesChangeNoProbabilityBefore() {
    double[] before = VolatilityRegime.highProbability(market(Integer.MAX_VALUE, 1));
    int cut = 75;
    double[] after = VolatilityRegime.highProbability(market(cut * 288, 5));
    assertThat(Arrays.copyOf(after, cut * 24 + 1)).isEqualTo(Arrays.copyOf(before, cut * 24 + 1));
    assertThat(after).isNotEqualTo(before);
  }
}
