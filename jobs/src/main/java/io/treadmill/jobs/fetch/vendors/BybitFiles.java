package io.treadmill.jobs.fetch.vendors;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * public.bybit.com: gzip files of derivatives by day, of spot by day and month, and bars of a few
 * symbols by month. No checksums; a day appears the next day.
 */
final class BybitFiles extends FetchVendor {
  private static final Duration DELAY = Duration.ofHours(48);
  private static final Map<String, String> MINUTES =
      Map.of("1m", "1", "5m", "5", "15m", "15", "30m", "30", "1h", "60");

  BybitFiles() {
    super(
        "bybit",
        "trades (linear, inverse, dated), spot/trades, klines:1m (of the MetaTrader folder)",
        "trades");
  }

  @Override
  List<Series> series(Wanted wanted) {
    Kind kind = wanted.kind();
    String symbol = wanted.symbol();
    String base = wanted.addresses().get(name());
    boolean spot = "spot".equals(kind.market());
    if (kind.market() != null && !spot) {
      throw unknown(kind, "Bybit");
    }
    if (kind.name().equals("trades") && kind.interval() == null) {
      String stem = (spot ? "spot/" : "trading/") + symbol + "/" + symbol;
      return series(
          spot ? month -> file(base, stem + "-" + month, Series.end(month)) : null,
          day -> file(base, stem + (spot ? "_" : "") + day, Series.end(day)));
    }
    if (kind.name().equals("klines") && !spot) {
      String minutes = MINUTES.get(kind.interval("1m", MINUTES.keySet()));
      return series(
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
    throw unknown(kind, "Bybit");
  }

  private static List<Series> series(
      Function<YearMonth, RemoteFile> month, Function<LocalDate, RemoteFile> day) {
    return List.of(new Series(month, day));
  }

  private static RemoteFile file(String base, String stem, Instant over) {
    return RemoteFile.open(base, stem + ".csv.gz", Packing.GZIP, over, over.plus(DELAY));
  }
}
