package io.treadmill.jobs.statistics;

import io.treadmill.lake.DiscoveryTables;
import io.treadmill.lake.LakeTable;
import io.treadmill.market.Product;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import io.treadmill.stats.MarketSeries;
import io.treadmill.stats.Steps;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How much each class of contract trades: {@code volume_share}. */
final class VolumeShareStatistic implements Statistic {
  private static final int DAYS_BEFORE = 7;
  private static final double WHOLE_DAY = 0.95;

  /** Classes of contracts. */
  private enum ContractClass {
    SPOT,
    PERP,
    DATED,
    REGULATED;

    static ContractClass of(Product product) {
      return switch (product) {
        case SPOT -> SPOT;
        case LINEAR_PERP, INVERSE_PERP -> PERP;
        case LINEAR_FUTURE, INVERSE_FUTURE -> DATED;
        case REGULATED_FUTURE -> REGULATED;
      };
    }
  }

  /** What the markets of a class traded on a day. */
  private static final class Traded {
    double usd;
    int markets;
    int missing;
    long bars;
    double known = Double.NaN;
  }

  @Override
  public List<LakeTable> tables() {
    return List.of(DiscoveryTables.VOLUME_SHARE);
  }

  @Override
  public void compute(AssetMarkets markets, UtcDays days, StatisticRows rows) {
    for (LocalDate day : days.days()) {
      addDay(markets, day, rows);
    }
  }

  private static void addDay(AssetMarkets markets, LocalDate day, StatisticRows rows) {
    Map<ContractClass, Traded> classes = new EnumMap<>(ContractClass.class);
    List<MarketSeries> present = new ArrayList<>();
    double all = 0;
    for (ContractClass name : ContractClass.values()) {
      classes.put(name, new Traded());
    }
    for (MarketSeries series : markets.markets()) {
      Traded traded = classes.get(ContractClass.of(series.instrument().product()));
      Steps steps = series.steps();
      long bars = 0;
      double usd = 0;
      for (int i = steps.first(day); i < steps.end(day); i++) {
        double step = series.volumeUsd(i);
        if (!Double.isNaN(step)) {
          usd += step;
          bars++;
        }
      }
      if (bars == 0) {
        traded.missing += traded(series, day.minusDays(DAYS_BEFORE), day) ? 1 : 0;
        continue;
      }
      present.add(series);
      traded.usd += usd;
      traded.markets++;
      traded.bars += bars;
      double known = (double) bars / steps.perDay();
      traded.known = Double.isNaN(traded.known) ? known : Math.min(traded.known, known);
      all += usd;
    }
    for (ContractClass name : ContractClass.values()) {
      Traded traded = classes.get(name);
      boolean there = traded.markets > 0;
      rows.add(
          DiscoveryTables.VOLUME_SHARE,
          markets.asset(),
          VenueSets.name(present),
          day,
          name,
          there ? traded.usd : Double.NaN,
          there && all > 0 ? traded.usd / all : Double.NaN,
          traded.markets,
          traded.missing,
          traded.known,
          traded.missing > 0 || traded.known < WHOLE_DAY,
          traded.bars,
          there
              ? null
              : "no volume of a " + name.name().toLowerCase(Locale.ROOT) + " market on the day");
    }
  }

  private static boolean traded(MarketSeries series, LocalDate from, LocalDate to) {
    Steps steps = series.steps();
    for (int i = Math.max(0, steps.first(from)); i < steps.first(to); i++) {
      if (!Double.isNaN(series.volumeUsd(i))) {
        return true;
      }
    }
    return false;
  }
}
