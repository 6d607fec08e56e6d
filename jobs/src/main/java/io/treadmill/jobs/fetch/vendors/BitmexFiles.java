package io.treadmill.jobs.fetch.vendors;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** BitMEX: one gzip a day with the trades of all symbols, in a public bucket. */
final class BitmexFiles implements FetchVendor {
  private static final Duration DELAY = Duration.ofHours(36);

  @Override
  public String name() {
    return "bitmex";
  }

  @Override
  public List<String> usualKinds() {
    return List.of("trade");
  }

  @Override
  public String summary() {
    return "trade (one file a day holds all symbols: --symbols is not needed)";
  }

  @Override
  public List<FileChoice> files(FetchRequest request, Map<String, String> addresses) {
    List<FileChoice> choices = new ArrayList<>();
    for (Kind kind : request.kinds()) {
      if (!kind.toString().equals("trade")) {
        throw kind.unknown("BitMEX", List.of("trade"));
      }
      new Series(null, day -> file(addresses.get(name()), day))
          .addTo(choices, request, request.days());
    }
    return choices;
  }

  private static RemoteFile file(String base, LocalDate day) {
    String path = "data/trade/" + day.toString().replace("-", "") + ".csv.gz";
    return new RemoteFile(
        RemoteFile.address(base, path),
        path,
        Packing.GZIP,
        false,
        Series.end(day),
        Series.after(day, DELAY),
        Access.OPEN);
  }
}
