package io.treadmill.jobs.fetch.vendors;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Binance Vision: zips of spot, USD-M (um) and COIN-M (cm), each with a CHECKSUM beside it. A day
 * appears the next day, a month on the first Monday of the next.
 */
final class BinanceFiles implements FetchVendor {
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

  @Override
  public String name() {
    return "binance";
  }

  @Override
  public List<String> usualKinds() {
    return List.of("trades", "metrics", "fundingRate", "markPriceKlines:1m");
  }

  @Override
  public String summary() {
    return "[spot/|um/|cm/]trades, aggTrades, klines:1m, markPriceKlines:1m, indexPriceKlines:1m,"
        + " premiumIndexKlines:1m, fundingRate, metrics, liquidationSnapshot";
  }

  @Override
  public List<FileChoice> files(FetchRequest request, Map<String, String> addresses) {
    List<FileChoice> choices = new ArrayList<>();
    for (String symbol : request.neededSymbols(name())) {
      for (Kind kind : request.kinds()) {
        series(symbol, kind, addresses.get(name())).addTo(choices, request, request.days());
      }
    }
    return choices;
  }

  private Series series(String symbol, Kind kind, String base) {
    String market = kind.market() == null ? market(symbol) : kind.market();
    Type type = TYPES.get(kind.name());
    if (type == null || !type.markets.contains(market) || (kind.interval() != null && !type.bars)) {
      throw kind.unknown("Binance " + market, List.of(summary()));
    }
    String interval = type.bars ? kind.interval("1m", INTERVALS) : null;
    String filed =
        market.equals("cm") && kind.name().equals("indexPriceKlines")
            ? symbol.replaceFirst("_PERP$", "")
            : symbol;
    String root = "data/" + (market.equals("spot") ? market : "futures/" + market);
    String folder = kind.name() + "/" + filed + (interval == null ? "" : "/" + interval);
    String stem = filed + "-" + (interval == null ? kind.name() : interval) + "-";
    boolean days = type.days && !(type.bars && MONTHS_ONLY.contains(interval));
    return new Series(
        type.months ? at -> month(base, root + "/monthly/" + folder + "/" + stem, at) : null,
        days ? at -> day(base, root + "/daily/" + folder + "/" + stem, at) : null);
  }

  /** USD-M unless the symbol has the form of COIN-M. */
  private static String market(String symbol) {
    return symbol.matches(".*USD_(PERP|\\d{6})") ? "cm" : "um";
  }

  private static RemoteFile day(String base, String stem, LocalDate day) {
    String path = stem + day + ".zip";
    return new RemoteFile(
        RemoteFile.address(base, path),
        path,
        Packing.ZIP,
        true,
        Series.end(day),
        Series.after(day, DAY_DELAY),
        Access.OPEN);
  }

  private static RemoteFile month(String base, String stem, YearMonth month) {
    String path = stem + month + ".zip";
    LocalDate published =
        month.plusMonths(1).atDay(1).with(TemporalAdjusters.firstInMonth(DayOfWeek.MONDAY));
    return new RemoteFile(
        RemoteFile.address(base, path),
        path,
        Packing.ZIP,
        true,
        Series.end(month),
        Series.after(published, DAY_DELAY),
        Access.OPEN);
  }
}
