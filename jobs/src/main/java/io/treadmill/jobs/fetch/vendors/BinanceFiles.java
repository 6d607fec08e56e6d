package io.treadmill.jobs.fetch.vendors;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Binance Vision: zips of spot, USD-M (um) and COIN-M (cm), each with a CHECKSUM beside it. A day
 * appears the next day, a month on the first Monday of the next.
 */
final class BinanceFiles extends FetchVendor {
  private static final Duration DAY_DELAY = Duration.ofHours(36);
  private static final Set<String> ALL = Set.of("spot", "um", "cm");
  private static final Set<String> FUTURES = Set.of("um", "cm");
  private static final List<String> INTERVALS =
      List.of(
          "1s", "1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d",
          "1w", "1mo");
  private static final Set<String> MONTHS_ONLY = Set.of("3d", "1w", "1mo");
  private static final Map<String, Type> TYPES = types();

  /** One type of file: markets that have it, by day, by month, with an interval. */
  private record Type(Set<String> markets, boolean days, boolean months, boolean bars) {}

  private static Map<String, Type> types() {
    Map<String, Type> types = new LinkedHashMap<>();
    types.put("trades", new Type(ALL, true, true, false));
    types.put("aggTrades", new Type(ALL, true, true, false));
    types.put("klines", new Type(ALL, true, true, true));
    types.put("markPriceKlines", new Type(FUTURES, true, true, true));
    types.put("indexPriceKlines", new Type(FUTURES, true, true, true));
    types.put("premiumIndexKlines", new Type(FUTURES, true, true, true));
    types.put("fundingRate", new Type(FUTURES, false, true, false));
    types.put("metrics", new Type(FUTURES, true, false, false));
    types.put("liquidationSnapshot", new Type(FUTURES, true, false, false));
    return Map.copyOf(types);
  }

  BinanceFiles() {
    super(
        "binance",
        "[spot/|um/|cm/]trades, aggTrades, klines:1m, markPriceKlines:1m, indexPriceKlines:1m,"
            + " premiumIndexKlines:1m, fundingRate, metrics, liquidationSnapshot",
        "trades",
        "metrics",
        "fundingRate",
        "markPriceKlines:1m");
  }

  @Override
  List<Series> series(Wanted wanted) {
    Kind kind = wanted.kind();
    String symbol = wanted.symbol();
    String market = kind.market() == null ? market(symbol) : kind.market();
    Type type = TYPES.get(kind.name());
    if (type == null || !type.markets.contains(market) || (kind.interval() != null && !type.bars)) {
      throw unknown(kind, "Binance " + market);
    }
    String base = wanted.addresses().get(name());
    String interval = type.bars ? kind.interval("1m", INTERVALS) : null;
    String filed =
        market.equals("cm") && kind.name().equals("indexPriceKlines")
            ? symbol.replaceFirst("_PERP$", "")
            : symbol;
    String root = "data/" + (market.equals("spot") ? market : "futures/" + market);
    String folder = kind.name() + "/" + filed + (interval == null ? "" : "/" + interval);
    String stem = folder + "/" + filed + "-" + (interval == null ? kind.name() : interval) + "-";
    boolean days = type.days && !(type.bars && MONTHS_ONLY.contains(interval));
    return List.of(
        new Series(
            type.months ? at -> month(base, root + "/monthly/" + stem, at) : null,
            days ? at -> day(base, root + "/daily/" + stem, at) : null));
  }

  /** USD-M unless the symbol has the form of COIN-M. */
  private static String market(String symbol) {
    return symbol.matches(".*USD_(PERP|\\d{6})") ? "cm" : "um";
  }

  private static RemoteFile day(String base, String stem, LocalDate day) {
    return file(base, stem + day, Series.end(day), day);
  }

  private static RemoteFile month(String base, String stem, YearMonth month) {
    LocalDate published =
        month.plusMonths(1).atDay(1).with(TemporalAdjusters.firstInMonth(DayOfWeek.MONDAY));
    return file(base, stem + month, Series.end(month), published);
  }

  private static RemoteFile file(String base, String stem, Instant over, LocalDate published) {
    Instant due = Series.after(published, DAY_DELAY);
    return RemoteFile.open(base, stem + ".zip", Packing.ZIP, over, due).checked();
  }
}
