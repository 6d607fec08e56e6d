package io.treadmill.jobs.fetch.vendors;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

/** BitMEX: one gzip a day with the trades of all symbols, in a public bucket. */
final class BitmexFiles extends FetchVendor {
  private static final Duration DELAY = Duration.ofHours(36);

  BitmexFiles() {
    super("bitmex", "trade (one file a day holds all symbols: --symbols is not needed)", "trade");
  }

  @Override
  boolean isBySymbol() {
    return false;
  }

  @Override
  List<Series> series(Wanted wanted) {
    if (!wanted.kind().toString().equals("trade")) {
      throw wanted.kind().unknown("BitMEX", List.of("trade"));
    }
    return List.of(new Series(null, day -> file(wanted.addresses().get(name()), day)));
  }

  private static RemoteFile file(String base, LocalDate day) {
    String path = "data/trade/" + Series.compact(day) + ".csv.gz";
    return RemoteFile.open(base, path, Packing.GZIP, Series.end(day), Series.after(day, DELAY));
  }
}
