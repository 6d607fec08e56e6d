package io.treadmill.jobs.fetch.vendors;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * public.bybit.com: gzip files of derivatives by day, of spot by day and month, and bars of a few
 * symbols by month. No checksums; a day appears the next day.
 */
final class BybitFiles implements FetchVendor {
  private static final Duration DELAY = Duration.ofHours(48);
  private static final Map<String, String> MINUTES =
      Map.of("1m", "1", "5m", "5", "15m", "15", "30m", "30", "1h", "60");

  @Override
  public String name() {
    return "bybit";
  }

  @Override
  public List<String> usualKinds() {
    return List.of("trades");
  }

  @Override
  public String summary() {
    return "trades (linear, inverse, dated), spot/trades, klines:1m (of the MetaTrader folder)";
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
    boolean spot = "spot".equals(kind.market());
    if (kind.market() != null && !spot) {
      throw kind.unknown("Bybit", List.of(summary()));
    }
    if (kind.name().equals("trades") && kind.interval() == null) {
      String stem = (spot ? "spot/" : "trading/") + symbol + "/" + symbol;
      return new Series(
          spot ? month -> file(base, stem + "-" + month, Series.end(month)) : null,
          day -> file(base, stem + (spot ? "_" : "") + day, Series.end(day)));
    }
    if (kind.name().equals("klines") && !spot) {
      String minutes = MINUTES.get(kind.interval("1m", MINUTES.keySet()));
      return new Series(
          month ->
              file(
                  base,
                  "kline_for_metatrader4/%s/%d/%s_%s_%s_%s"
                      .formatted(
                          symbol,
                          month.getYear(),
                          symbol,
                          minutes,
                          month.atDay(1),
                          month.atEndOfMonth()),
                  Series.end(month)),
          null);
    }
    throw kind.unknown("Bybit", List.of(summary()));
  }

  private static RemoteFile file(String base, String stem, Instant over) {
    String path = stem + ".csv.gz";
    return new RemoteFile(
        RemoteFile.address(base, path),
        path,
        Packing.GZIP,
        false,
        over,
        over.plus(DELAY),
        Access.OPEN);
  }
}
