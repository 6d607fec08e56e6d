package io.treadmill.jobs.ingest.format;

import java.io.Serializable;
import java.time.LocalDate;

/**
 * One vendor file and what its name and place say.
 *
 * @param path full path
 * @param bytes size
 * @param vendor vendor format
 * @param kind kind of file in the vendor's words, for example aggTrades
 * @param venue venue
 * @param product stored name of the product; null if its rows say it
 * @param symbol symbol; null if its rows name it
 * @param from first day it covers; null if the name does not say
 * @param to last day it covers
 * @param sha256 its hash; null before it was read
 */
public record SourceFile(
    String path,
    long bytes,
    String vendor,
    String kind,
    String venue,
    String product,
    String symbol,
    LocalDate from,
    LocalDate to,
    String sha256)
    implements Serializable {

  /** Returns the last part of the path. */
  public String fileName() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Returns what stays the same when a vendor corrects the file. */
  public String identity() {
    return String.join(
        "/",
        vendor,
        kind,
        venue,
        product == null ? "*" : product,
        symbol == null ? "*" : symbol,
        fileName());
  }

  /** Returns the first 8 bytes of the hash. */
  public long sourceId() {
    return Long.parseUnsignedLong(sha256.substring(0, 16), 16);
  }

  /** Returns the file with its hash. */
  public SourceFile withSha256(String hash) {
    return new SourceFile(path, bytes, vendor, kind, venue, product, symbol, from, to, hash);
  }
}
