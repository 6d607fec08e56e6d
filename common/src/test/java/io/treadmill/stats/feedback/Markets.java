package io.treadmill.stats.feedback;

import io.treadmill.market.BarClock;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.ForcedFlow;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.MarketSeries.MassWithin;
import io.treadmill.stats.MarketSeries.Settlement;
import io.treadmill.stats.MarketSeries.Zone;
import io.treadmill.stats.Steps;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A market written by hand: flat at 100 unless told otherwise. */
final class Markets {
  static final LocalDate FIRST = LocalDate.of(2026, 1, 1);

  final Steps steps;
  final Map<Column, double[]> columns = new EnumMap<>(Column.class);
  final List<Zone> zones = new ArrayList<>();
  final List<MassWithin> masses = new ArrayList<>();
  final List<Settlement> settled = new ArrayList<>();
  final double[][] usd;
  final double[][] predicted;

  Markets(int days) {
    steps = Steps.of(new UtcDays(FIRST, FIRST.plusDays(days - 1L)), BarClock.BAR_MICROS);
    for (Column column : Column.values()) {
      columns.put(column, new double[steps.count()]);
      Arrays.fill(columns.get(column), 100);
    }
    usd = new double[2][steps.count()];
    predicted = new double[2][steps.count()];
  }

  /** Sets the close from a step on, with its bar touching both prices. */
  void price(int from, double price) {
    for (int i = from; i < steps.count(); i++) {
      double before = i == 0 ? price : columns.get(Column.CLOSE)[i - 1];
      columns.get(Column.OPEN)[i] = before;
      columns.get(Column.CLOSE)[i] = price;
      columns.get(Column.HIGH)[i] = Math.max(before, price);
      columns.get(Column.LOW)[i] = Math.min(before, price);
    }
  }

  /** Lets the price wander. */
  void walk(long seed) {
    Random random = new Random(seed);
    double price = 100;
    for (int i = 0; i < steps.count(); i++) {
      double next = price * Math.exp(0.002 * random.nextGaussian());
      columns.get(Column.OPEN)[i] = price;
      columns.get(Column.CLOSE)[i] = next;
      columns.get(Column.HIGH)[i] = Math.max(price, next);
      columns.get(Column.LOW)[i] = Math.min(price, next);
      columns.get(Column.BASE_VOLUME)[i] = 10 + random.nextInt(90);
      columns.get(Column.QUOTE_VOLUME)[i] = columns.get(Column.BASE_VOLUME)[i] * next;
      price = next;
    }
  }

  void zone(int step, Side side, double low, double high) {
    double price = columns.get(Column.CLOSE)[step - 1];
    double edge = side == Side.LONG ? high : low;
    zones.add(
        new Zone(
            steps.micros(step),
            side,
            true,
            1,
            low,
            high,
            2,
            1,
            100 * side.sign() * (1 - edge / price)));
  }

  MarketSeries series() {
    ForcedFlow flow = new ForcedFlow("full", steps, usd, usd, usd, usd, predicted);
    return new MarketSeries(
        new Instrument("venue", Product.LINEAR_PERP, "BTCUSDT"),
        steps,
        MarketSeries.Parts.ofColumns(columns)
            .withMap(zones, masses)
            .withSettled(settled)
            .withForced(Map.of("full", flow)));
  }
}
