package io.treadmill.jobs.fetch.vendors;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tardis.dev: one gzip a symbol and day. The first day of each month is free, other days need a
 * key. A day is there from about 06:00 UTC of the next.
 */
final class TardisFiles extends FetchVendor {
  private static final String KEY = "TARDIS_API_KEY";
  private static final Duration DELAY = Duration.ofHours(24);

  TardisFiles() {
    super(
        "tardis",
        "EXCHANGE/trades, EXCHANGE/liquidations, EXCHANGE/derivative_ticker, for example"
            + " binance-futures/trades; days but the first of a month need "
            + KEY);
  }

  @Override
  List<Series> series(Wanted wanted) {
    if (wanted.kind().market() == null || wanted.kind().interval() != null) {
      throw unknown(wanted.kind(), "Tardis");
    }
    return List.of(new Series(null, day -> file(wanted, wanted.addresses().get(name()), day)));
  }

  private static RemoteFile file(Wanted wanted, String base, LocalDate day) {
    String filed = wanted.symbol().toUpperCase(Locale.ROOT).replaceAll("[:/]", "-");
    String path =
        "%s/%s/%s/%s.csv.gz"
            .formatted(
                wanted.kind().market(),
                wanted.kind().name(),
                day.toString().replace('-', '/'),
                filed);
    return RemoteFile.open(base, path, Packing.GZIP, Series.end(day), Series.after(day, DELAY))
        .with(access(wanted.request(), day));
  }

  private static Access access(FetchRequest request, LocalDate day) {
    return request
        .key(KEY)
        .map(key -> new Access(Map.of("Authorization", "Bearer " + key), null, null))
        .orElseGet(
            () ->
                day.getDayOfMonth() == 1
                    ? Access.OPEN
                    : Access.needs("a key in " + KEY + ": only the first of a month is free"));
  }
}
