package io.treadmill.jobs.fetch.vendors;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Hyperliquid's buckets, in which the requester pays: contexts of all coins by day, uploaded about
 * once a month, and fills of all coins by hour.
 */
final class HyperliquidFiles extends FetchVendor {
  private static final String CONTEXTS = "asset_ctxs";
  private static final String FILLS = "node_fills";
  private static final Duration MONTHLY = Duration.ofDays(45);
  private static final Duration DELAY = Duration.ofHours(36);

  /** The hour from which fills are filed by block; before, they were one fill a line. */
  private static final Instant BY_BLOCK = Instant.parse("2025-07-27T08:00:00Z");

  HyperliquidFiles() {
    super(
        "hyperliquid",
        "asset_ctxs (all coins by day), node_fills (all coins by hour); requester pays:"
            + " AWS credentials are needed",
        CONTEXTS,
        FILLS);
  }

  @Override
  boolean isBySymbol() {
    return false;
  }

  @Override
  List<Series> series(Wanted wanted) {
    String base = wanted.addresses().get(name());
    String nodes = wanted.addresses().get(name() + "-nodes");
    return switch (wanted.kind().toString()) {
      case CONTEXTS -> List.of(new Series(null, day -> contexts(base, day)));
      case FILLS ->
          IntStream.range(0, 24)
              .mapToObj(hour -> new Series(null, day -> fills(nodes, day, hour)))
              .toList();
      default -> throw wanted.kind().unknown("Hyperliquid", List.of(CONTEXTS, FILLS));
    };
  }

  private static RemoteFile contexts(String base, LocalDate day) {
    String path = CONTEXTS + "/" + Series.compact(day) + ".csv.lz4";
    return file(base, path, Series.end(day), MONTHLY);
  }

  private static RemoteFile fills(String base, LocalDate day, int hour) {
    Instant start = day.atTime(hour, 0).toInstant(ZoneOffset.UTC);
    String folder = start.isBefore(BY_BLOCK) ? FILLS : FILLS + "_by_block";
    String path = "%s/hourly/%s/%d.lz4".formatted(folder, Series.compact(day), hour);
    return file(base, path, start.plus(Duration.ofHours(1)), DELAY);
  }

  private static RemoteFile file(String base, String path, Instant over, Duration delay) {
    return RemoteFile.open(base, path, Packing.LZ4, over, over.plus(delay));
  }
}
