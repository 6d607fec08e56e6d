package io.treadmill.jobs.ingest.format;

import io.treadmill.lake.ArchiveStore;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
 * @param published when it was published; null if unknown
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
    Published published,
    String sha256)
    implements Serializable {

  /**
   * When a file was published.
   *
   * @param micros microseconds since 1970
   * @param isSaid true if the user says so; else it is when the file was written
   * @param isReplacing true if rows of earlier editions that it does not have are removed
   */
  public record Published(long micros, boolean isSaid, boolean isReplacing)
      implements Serializable {}

  /** Returns a file of which the name does not say what it is; it is never read. */
  public static SourceFile unknown(String path, long bytes, String vendor, String venue) {
    return new SourceFile(
        path, bytes, vendor, "unknown", venue, null, null, null, null, null, null);
  }

  /** Returns the last part of the path. */
  public String fileName() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Returns vendor, kind, venue, product, symbol and file name, joined by a slash. */
  public String identity() {
    return series() + "/" + plain(fileName());
  }

  /**
   * Returns the names by which editions of the file know each other, however they are packed: the
   * series with the days of the name, where it says any and the file is of one symbol, and the
   * series with the name.
   */
  public Set<String> identities() {
    String days = from == null ? "" : " %s..%s".formatted(from, to);
    String byName = series() + "/" + plain(FileName.stem(fileName())) + days;
    return from == null || symbol == null ? Set.of(byName) : Set.of(byName, series() + days);
  }

  private String series() {
    return Stream.of(vendor, kind, venue, product, symbol)
        .map(SourceFile::plain)
        .collect(Collectors.joining("/"));
  }

  private static String plain(String part) {
    return part == null ? "*" : part.replace("%", "%25").replace("/", "%2F");
  }

  /**
   * Returns the id of these bytes in this series: the first 8 bytes of the sha256 of vendor, kind,
   * venue, product, symbol and the hash of the file. Equal bytes of two symbols are two sources.
   */
  public long sourceId() {
    byte[] text = (series() + "/" + sha256).getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.wrap(ArchiveStore.newSha256().digest(text)).getLong();
  }

  /**
   * Checks that a row is of the symbol of the file, if it has one.
   *
   * @param named what the row says
   * @throws BadRow if it is of another one
   */
  public void requireSymbol(String ofRow, String named) {
    if (symbol != null && !symbol.equals(ofRow)) {
      throw new BadRow("symbol", "symbol %s (the file is of %s)".formatted(named, symbol));
    }
  }

  /**
   * Checks that a row is of the venue of the file.
   *
   * @param said what the row says, in words
   * @throws BadRow if it is of another one
   */
  public void requireVenue(String ofRow, String said) {
    if (!venue.equals(ofRow)) {
      throw new BadRow("venue", "%s (the file is of %s)".formatted(said, venue));
    }
  }

  /** Returns the file as one of another venue. */
  SourceFile at(String otherVenue) {
    return new SourceFile(
        path, bytes, vendor, kind, otherVenue, product, symbol, from, to, published, sha256);
  }

  /** Returns the file with its hash. */
  public SourceFile withSha256(String hash) {
    return new SourceFile(
        path, bytes, vendor, kind, venue, product, symbol, from, to, published, hash);
  }
}
