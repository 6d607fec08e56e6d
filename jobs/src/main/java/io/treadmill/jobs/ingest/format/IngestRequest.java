package io.treadmill.jobs.ingest.format;

import io.treadmill.market.AmountUnit;
import io.treadmill.market.Product;
import io.treadmill.market.contract.Register;
import io.treadmill.market.contract.UnknownContract;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/**
 * What to import.
 *
 * @param vendor name of the vendor
 * @param paths files or folders, local paths or URIs
 * @param venue venue of the files, where they do not say; may be null
 * @param product product of the files, where they do not say; may be null
 * @param symbol symbol of the files, where they do not say; may be null
 * @param contractValue value of a contract, coins or quote units if inverse; may be null
 * @param amountUnit unit of amounts in the files: base, quote or contracts; may be null
 * @param venueSet venues in totals, joined by +; may be null
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
    Double contractValue,
    String amountUnit,
    String venueSet,
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
    return of(vendor, paths, null, null, null);
  }

  /** Returns the request to import files of one instrument. */
  public static IngestRequest of(
      String vendor, List<String> paths, String venue, String product, String symbol) {
    return new IngestRequest(
        vendor, paths, venue, product, symbol, null, null, null, false, false, null);
  }

  /**
   * Returns what it says of the contracts.
   *
   * @throws IllegalArgumentException if a name is unknown
   */
  public StatedContract stated() {
    return new StatedContract(
        venue,
        product == null ? null : Product.of(product),
        contractValue,
        amountUnit == null ? null : AmountUnit.of(amountUnit));
  }

  /**
   * Returns the stored name of a symbol's product: as it is said, else as the register knows it;
   * null if it is not known or can be several, for then each row says it or is set aside.
   *
   * @param ofSymbol the symbol; null if the rows say it
   * @param among products that are possible where it was met; empty = all
   * @param day the day asked for; null = any
   */
  public String productOf(
      Register register, String inVenue, String ofSymbol, Set<Product> among, LocalDate day) {
    if (product != null) {
      return Product.of(product).text();
    }
    if (ofSymbol == null) {
      return null;
    }
    try {
      return register.contract(inVenue, ofSymbol, among, day).product().text();
    } catch (UnknownContract e) {
      return null;
    }
  }
}
