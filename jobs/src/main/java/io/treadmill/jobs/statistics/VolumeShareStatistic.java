package io.treadmill.jobs.statistics;

import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RowLayout;
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
    final ContractClass name;
    double usd;
    int markets;
    int missing;
    long bars;
    double known = Double.NaN;

    Traded(ContractClass name) {
      this.name = name;
    }

    /** Adds a market of the day. */
    void add(double marketUsd, long marketBars, int steps) {
      usd += marketUsd;
      bars += marketBars;
      double part = (double) marketBars / steps;
      known = markets == 0 ? part : Math.min(known, part);
      markets++;
    }
  }

  /** What a row is made of. */
  private record Found(String asset, String venueSet, LocalDate day, Traded traded, double allUsd) {
    double usd() {
      return traded.markets > 0 ? traded.usd : Double.NaN;
    }

    double share() {
      return allUsd > 0 ? usd() / allUsd : Double.NaN;
    }

    String reason() {
      return traded.markets == 0
          ? "no volume of a %s market on the day"
              .formatted(traded.name.name().toLowerCase(Locale.ROOT))
          : allUsd > 0 ? null : "nothing was traded on the day";
    }
  }

  private static final RowLayout<Found> ROWS =
      RowLayout.<Found>of(LakeTables.VOLUME_SHARE)
          .components(Found.class, one -> one)
          .label("class", one -> one.traded().name)
          .number("notional_usd", Found::usd)
          .number("share", Found::share)
          .integer("markets", one -> one.traded().markets)
          .integer("missing_markets", one -> one.traded().missing)
          .number("known_share", one -> one.traded().known)
          .flag("partial", one -> one.traded().missing > 0 || one.traded().known < WHOLE_DAY)
          .sample(one -> one.traded().bars, Found::reason)
          .build();

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
      classes.put(name, new Traded(name));
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
      traded.add(usd, bars, steps.perDay());
      all += usd;
    }
    for (Traded traded : classes.values()) {
      rows.add(ROWS, new Found(markets.asset(), VenueSets.name(present), day, traded, all));
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
