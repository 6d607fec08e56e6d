package io.treadmill.jobs.fetch.vendors;

import io.treadmill.conf.UserError;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tardis.dev: one gzip a symbol and day. The first day of each month is free, other days need a
 * key. A day is there from about 06:00 UTC of the next.
 */
final class TardisFiles implements FetchVendor {
  private static final String KEY = "TARDIS_API_KEY";
  private static final Duration DELAY = Duration.ofHours(24);

  @Override
  public String name() {
    return "tardis";
  }

  @Override
  public List<String> usualKinds() {
    return List.of();
  }

  @Override
  public String summary() {
    return "EXCHANGE/trades, EXCHANGE/liquidations, EXCHANGE/derivative_ticker, for example"
        + " binance-futures/trades; days but the first of a month need "
        + KEY;
  }

  @Override
  public List<FileChoice> files(FetchRequest request, Map<String, String> addresses) {
    if (request.kinds().isEmpty()) {
      throw UserError.usage("Missing required option: '--kinds=K' (Tardis has " + summary() + ")");
    }
    List<FileChoice> choices = new ArrayList<>();
    for (String symbol : request.neededSymbols(name())) {
      for (Kind kind : request.kinds()) {
        if (kind.market() == null || kind.interval() != null) {
          throw kind.unknown("Tardis", List.of(summary()));
        }
        new Series(null, day -> file(request, addresses.get(name()), kind, symbol, day))
            .addTo(choices, request, request.days());
      }
    }
    return choices;
  }

  private static RemoteFile file(
      FetchRequest request, String base, Kind kind, String symbol, LocalDate day) {
    String filed = symbol.toUpperCase(Locale.ROOT).replaceAll("[:/]", "-");
    String path =
        "%s/%s/%s/%s.csv.gz"
            .formatted(kind.market(), kind.name(), day.toString().replace('-', '/'), filed);
    return new RemoteFile(
        RemoteFile.address(base, path),
        path,
        Packing.GZIP,
        false,
        Series.end(day),
        Series.after(day, DELAY),
        access(request, day));
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
