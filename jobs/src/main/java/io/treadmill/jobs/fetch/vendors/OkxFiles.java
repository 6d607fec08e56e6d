package io.treadmill.jobs.fetch.vendors;

import io.treadmill.market.UtcDays;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * OKX: zips by day and by month. A file's day is that of UTC+8, so the last UTC day needs the file
 * of the next day too. Dated futures lie in one file for all expiries of a pair. The vendor says
 * two days until a file is there.
 */
final class OkxFiles implements FetchVendor {
  private static final Duration DELAY = Duration.ofHours(60);
  private static final List<String> KINDS =
      List.of("trades", "aggtrades", "candlesticks", "fundingrates");

  @Override
  public String name() {
    return "okx";
  }

  @Override
  public List<String> usualKinds() {
    return List.of("trades", "fundingrates");
  }

  @Override
  public String summary() {
    return String.join(", ", KINDS) + " (symbols as BTC-USDT, BTC-USDT-SWAP, BTC-USD-240628)";
  }

  @Override
  public List<FileChoice> files(FetchRequest request, Map<String, String> addresses) {
    List<FileChoice> choices = new ArrayList<>();
    UtcDays days = new UtcDays(request.days().from(), request.days().to().plusDays(1));
    for (String symbol : request.neededSymbols(name())) {
      for (Kind kind : request.kinds()) {
        if (!KINDS.contains(kind.name()) || kind.market() != null || kind.interval() != null) {
          throw kind.unknown("OKX", List.of(summary()));
        }
        series(symbol, kind.name(), addresses.get(name())).addTo(choices, request, days);
      }
    }
    return choices;
  }

  private static Series series(String symbol, String kind, String base) {
    String filed = symbol.replaceFirst("-\\d{6}$", "-futureschain");
    if (kind.equals("fundingrates")) {
      return new Series(
          month -> month(base, "swaprates", symbol + "-fundingrates-", month),
          day -> day(base, "swaprates", "allswap-fundingrates-", day));
    }
    String stem = filed + "-" + kind + "-";
    return new Series(month -> month(base, kind, stem, month), day -> day(base, kind, stem, day));
  }

  private static RemoteFile day(String base, String folder, String stem, LocalDate day) {
    String compact = day.toString().replace("-", "");
    return file(base, folder + "/daily/" + compact + "/" + stem + day, Series.end(day));
  }

  private static RemoteFile month(String base, String folder, String stem, YearMonth month) {
    String compact = month.toString().replace("-", "");
    return file(base, folder + "/monthly/" + compact + "/" + stem + month, Series.end(month));
  }

  /** The day of UTC+8 ends eight hours before that of UTC. */
  private static RemoteFile file(String base, String stem, Instant end) {
    String path = stem + ".zip";
    Instant over = end.minus(Duration.ofHours(8));
    return new RemoteFile(
        RemoteFile.address(base, path),
        path,
        Packing.ZIP,
        false,
        over,
        over.plus(DELAY),
        Access.OPEN);
  }
}
