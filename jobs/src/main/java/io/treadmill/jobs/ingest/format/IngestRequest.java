package io.treadmill.jobs.ingest.format;

import java.io.Serializable;
import java.time.LocalDate;
import java.util.List;

/**
 * What to import.
 *
 * @param vendor vendor format: binance, tardis, ccxt, coinglass or tiers
 * @param paths files or folders, local paths or URIs
 * @param venue venue of the files, where they do not say; may be null
 * @param product product of the files, where they do not say; may be null
 * @param symbol symbol of the files, where they do not say; may be null
 * @param isForced true to read again files that are already imported
 * @param isReplacing true to remove rows of earlier editions that the files do not have
 * @param asPublished day on which the files were published; null to take it from the files
 */
public record IngestRequest(
    String vendor,
    List<String> paths,
    String venue,
    String product,
    String symbol,
    boolean isForced,
    boolean isReplacing,
    LocalDate asPublished)
    implements Serializable {
  /** Keeps a copy of the paths. */
  public IngestRequest {
    paths = List.copyOf(paths);
  }

  /** Returns the request to import files that say all of themselves. */
  public static IngestRequest of(String vendor, List<String> paths) {
    return new IngestRequest(vendor, paths, null, null, null, false, false, null);
  }
}
