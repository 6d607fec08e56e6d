package io.treadmill.jobs.fetch.vendors;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Hyperliquid's buckets, in which the requester pays: contexts of all coins by day, uploaded about
 * once a month, and fills of all coins by hour.
 */
final class HyperliquidFiles implements FetchVendor {
  private static final String CONTEXTS = "asset_ctxs";
  private static final String FILLS = "node_fills";
  private static final Duration MONTHLY = Duration.ofDays(45);
  private static final Duration DELAY = Duration.ofHours(36);

  /** The hour from which fills are filed by block; before, they were one fill a line. */
  private static final Instant BY_BLOCK = Instant.parse("2025-07-27T08:00:00Z");

  @Override
  public String name() {
    return "hyperliquid";
  }

  @Override
  public List<String> usualKinds() {
    return List.of(CONTEXTS, FILLS);
  }

  @Override
  public String summary() {
    return "asset_ctxs (all coins by day), node_fills (all coins by hour); requester pays:"
        + " AWS credentials are needed";
  }

  @Override
  public List<FileChoice> files(FetchRequest request, Map<String, String> addresses) {
    List<FileChoice> choices = new ArrayList<>();
    for (Kind kind : request.kinds()) {
      switch (kind.toString()) {
        case CONTEXTS ->
            new Series(null, day -> contexts(addresses.get(name()), day))
                .addTo(choices, request, request.days());
        case FILLS -> {
          for (int hour = 0; hour < 24; hour++) {
            int at = hour;
            new Series(null, day -> fills(addresses.get(name() + "-nodes"), day, at))
                .addTo(choices, request, request.days());
          }
        }
        default -> throw kind.unknown("Hyperliquid", List.of(CONTEXTS, FILLS));
      }
    }
    return choices;
  }

  private static RemoteFile contexts(String base, LocalDate day) {
    String path = CONTEXTS + "/" + day.toString().replace("-", "") + ".csv.lz4";
    return file(base, path, Series.end(day), MONTHLY);
  }

  private static RemoteFile fills(String base, LocalDate day, int hour) {
    Instant start = day.atTime(hour, 0).toInstant(ZoneOffset.UTC);
    String folder = start.isBefore(BY_BLOCK) ? FILLS : FILLS + "_by_block";
    String path = "%s/hourly/%s/%d.lz4".formatted(folder, day.toString().replace("-", ""), hour);
    return file(base, path, start.plus(Duration.ofHours(1)), DELAY);
  }

  private static RemoteFile file(String base, String path, Instant over, Duration delay) {
    return new RemoteFile(
        RemoteFile.address(base, path),
        path,
        Packing.LZ4,
        false,
        over,
        over.plus(delay),
        Access.OPEN);
  }
}
