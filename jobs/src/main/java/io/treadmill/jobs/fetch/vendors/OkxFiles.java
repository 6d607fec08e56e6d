package io.treadmill.jobs.fetch.vendors;

import io.treadmill.market.UtcDays;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * OKX: zips by day and by month. A file's day is that of UTC+8, so the last UTC day needs the file
 * of the next day too. Dated futures lie in one file for all expiries of a pair. The vendor says
 * two days until a file is there.
 */
final class OkxFiles extends FetchVendor {
  private static final Duration DELAY = Duration.ofHours(60);
  private static final List<String> KINDS =
      List.of("trades", "aggtrades", "candlesticks", "fundingrates");

  OkxFiles() {
    super(
        "okx",
        String.join(", ", KINDS) + " (symbols as BTC-USDT, BTC-USDT-SWAP, BTC-USD-240628)",
        "trades",
        "fundingrates");
  }

  @Override
  UtcDays days(UtcDays asked) {
    return new UtcDays(asked.from(), asked.to().plusDays(1));
  }

  @Override
  List<Series> series(Wanted wanted) {
    Kind kind = wanted.kind();
    if (!KINDS.contains(kind.name()) || kind.market() != null || kind.interval() != null) {
      throw unknown(kind, "OKX");
    }
    String base = wanted.addresses().get(name());
    boolean isFunding = kind.name().equals("fundingrates");
    String filed =
        isFunding ? wanted.symbol() : wanted.symbol().replaceFirst("-\\d{6}$", "-futureschain");
    String folder = isFunding ? "swaprates" : kind.name();
    String ofMonth = filed + "-" + kind.name() + "-";
    String ofDay = isFunding ? "allswap-fundingrates-" : ofMonth;
    return List.of(
        new Series(
            month -> file(base, folder + "/monthly/", ofMonth, month, Series.end(month)),
            day -> file(base, folder + "/daily/", ofDay, day, Series.end(day))));
  }

  /** The day of UTC+8 ends eight hours before that of UTC. */
  private static RemoteFile file(
      String base, String folder, String stem, Object date, Instant end) {
    Instant over = end.minus(Duration.ofHours(8));
    String path = folder + Series.compact(date) + "/" + stem + date + ".zip";
    return RemoteFile.open(base, path, Packing.ZIP, over, over.plus(DELAY));
  }
}
