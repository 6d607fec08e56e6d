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
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.MarketSeries.Column;
import io.treadmill.stats.MarketSeries.Zone;
import io.treadmill.stats.Steps;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.commons.math3.special.Erf;
import org.apache.spark.sql.Row;

/**
 * Slow computation of {@code hunt_test} on a wandering price with a hot zone on each side every
 * eighth hour: zones and levels are paired by looking at all instants, and the odds come from a
 * logistic regression of the single hours in which a level still stood.
 */
public final class HuntProof implements ColumnProof {
  private static final Instrument BTC = new Instrument("bybit", Product.LINEAR_PERP, "BTCUSDT");
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
  private static final int DAYS = 90;
  private static final LocalDate DAY = FIRST.plusDays(DAYS - 6); // later zones do not count
  private static final int DAY_STEPS = 288;
  private static final int NORMAL_STEPS = 30 * DAY_STEPS;
  private static final int EVERY = 96;
  private static final int HOT = 4;
  private static final int HOT_IN_THIN = 5;

  private final Steps steps =
      Steps.of(new UtcDays(FIRST, FIRST.plusDays(DAYS - 1)), BarClock.BAR_MICROS);
  private final Map<Column, double[]> columns = new EnumMap<>(Column.class);
  private final List<Zone> zones = new ArrayList<>();

  /** One hour in which a level stood: whether it was touched then, and what may have mattered. */
  private record Hour(long cluster, double[] causes, boolean touched) {}

  private final List<Hour> standing = new ArrayList<>();
  private int pairs;
  private int touchedZones;
  private int touchedLevels;

  @Override
  public LakeTable table() {
    return LakeTables.HUNT_TEST;
  }

  @Override
  public void prove(Proof proof) {
    new HuntProof().proveAll(proof);
  }

  private void proveAll(Proof proof) {
    wander();
    MarketSeries series =
        new MarketSeries(
            BTC, steps, MarketSeries.Parts.ofColumns(columns).withMap(zones, List.of()));
    findPairs();
    double[] beta = fit();
    double[][] information = information(beta);
    double hot = error(HOT, beta, information);
    double inThin = error(HOT_IN_THIN, beta, information);
    Row own =
        Rows.only(
            new HuntStatistic(),
            new AssetMarkets("BTC", List.of(series), List.of()),
            UtcDays.of(DAY),
            table());
    Row all = Rows.pooled(new HuntStatistic(), List.of(series), UtcDays.of(DAY), table()).get(0);
    for (Row row : List.of(own, all)) {
      proof
          .row(row)
          .is("day", DAY)
          .is("hazard_ratio", Math.exp(beta[HOT]), 1e-6)
          .is("hazard_ratio_low", Math.exp(beta[HOT] - 1.644853627 * hot), 1e-6)
          .is("hazard_ratio_high", Math.exp(beta[HOT] + 1.644853627 * hot), 1e-6)
          .is("p", Erf.erfc(Math.abs(beta[HOT]) / hot / Math.sqrt(2)), 1e-6)
          .is("thin_book_ratio", Math.exp(beta[HOT_IN_THIN]), 1e-6)
          .is("thin_book_ratio_low", Math.exp(beta[HOT_IN_THIN] - 1.644853627 * inThin), 1e-6)
          .is("thin_book_ratio_high", Math.exp(beta[HOT_IN_THIN] + 1.644853627 * inThin), 1e-6)
          .is("thin_book_p", Erf.erfc(Math.abs(beta[HOT_IN_THIN]) / inThin / Math.sqrt(2)), 1e-6)
          .is("touched_share", (double) touchedZones / pairs, 1e-12)
          .is("touched_share_level", (double) touchedLevels / pairs, 1e-12)
          .is("n", (long) pairs)
          .isNull("reason");
    }
    proof.row(own).is("venue", "bybit").is("product", "linear_perp").is("symbol", "BTCUSDT");
    proof.row(all).is("venue", "all").is("product", "all").is("symbol", "all");
    proof
        .row(
            Rows.only(
                new HuntStatistic(),
                new AssetMarkets("BTC", List.of(series), List.of()),
                UtcDays.of(FIRST.plusDays(20)),
                table()))
        .isNull("hazard_ratio")
        .isNull("touched_share")
        .is("n", 0L)
        .is("reason", "under 40 zones with a matched level");
  }

  private double[] fit() {
    double[] beta = new double[9];
    for (int step = 0; step < 12; step++) {
      double[] score = new double[9];
      for (Hour hour : standing) {
        for (int k = 0; k < 9; k++) {
          score[k] += hour.causes[k] * ((hour.touched ? 1 : 0) - chance(hour, beta));
        }
      }
      double[] move = PlainArithmetic.solve(information(beta), score);
      Arrays.setAll(beta, k -> beta[k] + move[k]);
    }
    return beta;
  }

  private double[][] information(double[] beta) {
    double[][] information = new double[9][9];
    for (Hour hour : standing) {
      double weight = chance(hour, beta) * (1 - chance(hour, beta));
      for (int k = 0; k < 9; k++) {
        for (int l = 0; l < 9; l++) {
          information[k][l] += hour.causes[k] * hour.causes[l] * weight;
        }
      }
    }
    return information;
  }

  private static double chance(Hour hour, double[] beta) {
    double odds = 0;
    for (int k = 0; k < beta.length; k++) {
      odds += beta[k] * hour.causes[k];
    }
    return 1 / (1 + Math.exp(-odds));
  }

  /**
   * The standard error of one coefficient: what the hours of two days do to it together, squared,
   * with half of what neighbours share, both ways.
   */
  private double error(int place, double[] beta, double[][] information) {
    double[] unit = new double[9];
    unit[place] = 1;
    double[] pull = PlainArithmetic.solve(information, unit);
    Map<Long, Double> effects = new TreeMap<>();
    for (Hour hour : standing) {
      double effect = 0;
      for (int k = 0; k < 9; k++) {
        effect += pull[k] * hour.causes[k] * ((hour.touched ? 1 : 0) - chance(hour, beta));
      }
      effects.merge(hour.cluster, effect, Double::sum);
    }
    double[] byTime = effects.values().stream().mapToDouble(one -> one).toArray();
    double variance = 0;
    for (int i = 0; i < byTime.length; i++) {
      for (int j = 0; j < byTime.length; j++) {
        double weight = i == j ? 1 : Math.abs(i - j) == 1 ? 0.5 : 0;
        variance += weight * byTime[i] * byTime[j];
      }
    }
    return Math.sqrt(variance * byTime.length / (byTime.length - 1));
  }

  private void findPairs() {
    for (int step = 31 * DAY_STEPS; step + DAY_STEPS <= steps.count(); step += EVERY) {
      if (steps.micros(step + DAY_STEPS) > UtcDays.startMicros(DAY.plusDays(1))) {
        break;
      }
      for (Side side : Side.values()) {
        double distance = Double.NaN;
        for (double one : hot(step, side)) {
          boolean nearer = Double.isNaN(distance) || one < distance;
          distance = one >= 0.003 && one <= 0.05 && nearer ? one : distance;
        }
        int level = Double.isNaN(distance) ? -1 : level(step, side, distance);
        if (level >= 0) {
          long cluster = Math.floorDiv(steps.micros(step), 2 * BarClock.DAY_MICROS);
          pairs++;
          touchedZones += stand(step, side, distance, 1, cluster) ? 1 : 0;
          touchedLevels += stand(level, side, distance, 0, cluster) ? 1 : 0;
        }
      }
    }
  }

  /** The earlier instant, a day at least, of the volatility nearest to it without a zone there. */
  private int level(int step, Side side, double distance) {
    int best = -1;
    for (int other = 31 * DAY_STEPS; other <= step - DAY_STEPS; other += EVERY) {
      boolean free = true;
      for (double zone : hot(other, side)) {
        free &= Math.abs(zone - distance) >= Math.max(0.002, 0.2 * distance);
      }
      double away = Math.abs(Math.log(volatility(other) / volatility(step)));
      if (free
          && away < 0.2
          && (best < 0 || away < Math.abs(Math.log(volatility(best) / volatility(step))))) {
        best = other;
      }
    }
    return best;
  }

  private List<Double> hot(int step, Side side) {
    return zones.stream()
        .filter(zone -> zone.micros() == steps.micros(step) && zone.side() == side && zone.hot())
        .map(zone -> zone.distancePercent() / 100)
        .toList();
  }

  private double volatility(int step) {
    double squares = 0;
    for (int i = step - DAY_STEPS; i < step; i++) {
      double change = Math.log(columns.get(Column.CLOSE)[i] / columns.get(Column.CLOSE)[i - 1]);
      squares += change * change;
    }
    return Math.sqrt(squares);
  }

  private double rangePerVolume(int step, int back) {
    double range = 0;
    double volume = 0;
    for (int i = step - back; i < step; i++) {
      range += Math.log(columns.get(Column.HIGH)[i] / columns.get(Column.LOW)[i]);
      volume += columns.get(Column.QUOTE_VOLUME)[i];
    }
    return range / volume;
  }

  /** Adds the hours in which a level stood, to its touch at most; true if it was touched. */
  private boolean stand(int step, Side side, double distance, int isHot, long cluster) {
    double price = columns.get(Column.CLOSE)[step - 1];
    double level = side == Side.LONG ? price * (1 - distance) : price * (1 + distance);
    double thin = Math.log(rangePerVolume(step, DAY_STEPS) / rangePerVolume(step, NORMAL_STEPS));
    double far = Math.log(distance / volatility(step));
    for (int hour = 0; hour < 24; hour++) {
      boolean touched = false;
      for (int i = step + 12 * hour; i < step + 12 * hour + 12; i++) {
        touched |=
            side == Side.LONG
                ? columns.get(Column.LOW)[i] <= level
                : columns.get(Column.HIGH)[i] >= level;
      }
      double[] causes = {0, 0, 0, 0, isHot, isHot * thin, thin, far, far * far};
      causes[hour < 1 ? 0 : hour < 4 ? 1 : hour < 10 ? 2 : 3] = 1;
      standing.add(new Hour(cluster, causes, touched));
      if (touched) {
        return true;
      }
    }
    return false;
  }

  private void wander() {
    for (Column column : Column.values()) {
      columns.put(column, new double[steps.count()]);
    }
    Random random = new Random(6);
    double price = 100;
    for (int i = 0; i < steps.count(); i++) {
      int day = i / DAY_STEPS;
      if (i % EVERY == 0 && i > 0) {
        for (Side side : Side.values()) {
          zone(i, side, true, price, 0.002 + 0.03 * random.nextDouble());
          zone(i, side, true, price, 0.04 + 0.03 * random.nextDouble());
          zone(i, side, false, price, 0.01);
        }
      }
      double next = price * Math.exp(0.0006 * (1 + day % 5 / 4.0) * random.nextGaussian());
      columns.get(Column.CLOSE)[i] = next;
      columns.get(Column.HIGH)[i] = Math.max(price, next) * 1.0002;
      columns.get(Column.LOW)[i] = Math.min(price, next) * 0.9998;
      columns.get(Column.QUOTE_VOLUME)[i] = (1 + day % 3) * (5 + random.nextInt(10));
      price = next;
    }
  }

  private void zone(int step, Side side, boolean isHot, double price, double away) {
    double edge = side == Side.LONG ? price * (1 - away) : price * (1 + away);
    zones.add(new Zone(steps.micros(step), side, isHot, 1, edge, edge, 2, 1, 100 * away));
  }
}
