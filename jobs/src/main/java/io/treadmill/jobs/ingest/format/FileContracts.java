package io.treadmill.jobs.ingest.format;

import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.Product;
import io.treadmill.market.UtcDays;
import io.treadmill.market.contract.AmountUnit;
import io.treadmill.market.contract.Contract;
import io.treadmill.market.contract.Register;
import io.treadmill.market.contract.UnknownContract;
import java.time.LocalDate;
import java.util.Set;

/**
 * The contracts of one file: what the user says, else what the register knows of the symbol of each
 * row. Nothing is assumed.
 */
public final class FileContracts {
  /** Rule that a row breaks whose contract is not known. */
  public static final String UNKNOWN = "unknown_contract";

  private static final int PRODUCT = ArchiveDataset.TRADES.index("product");
  private static final int SYMBOL = ArchiveDataset.TRADES.index("symbol");

  private final Register register;
  private final StatedContract stated;
  private final SourceFile file;

  private Contract last;
  private Set<Product> lastAmong;
  private long lastFrom;
  private long lastTo;

  /** Makes the contracts of a file. */
  public FileContracts(Register register, StatedContract stated, SourceFile file) {
    this.register = register;
    this.stated = stated;
    this.file = file;
  }

  /**
   * Returns the contract of a symbol at an instant.
   *
   * @param among products that are possible where the row stands; empty = all
   * @throws BadRow if it is not known, or amounts cannot be turned into coins
   */
  public Contract of(String symbol, Set<Product> among, long micros) {
    if (last == null
        || micros < lastFrom
        || micros >= lastTo
        || !among.equals(lastAmong)
        || !symbol.equals(last.symbol())) {
      last = find(symbol, among, UtcDays.dayOf(micros));
      lastAmong = among;
      lastFrom = micros(last.validFrom(), Long.MIN_VALUE);
      lastTo = micros(last.validTo(), Long.MAX_VALUE);
    }
    return last;
  }

  private static long micros(LocalDate day, long none) {
    return day == null ? none : UtcDays.startMicros(day);
  }

  private Contract find(String symbol, Set<Product> among, LocalDate day) {
    Contract found;
    try {
      found = find(register, stated, file.venue(), symbol, among, day);
    } catch (UnknownContract e) {
      throw new BadRow(UNKNOWN, e.getMessage());
    }
    if (!found.terms().isConvertible()) {
      throw new BadRow(
          UNKNOWN,
          ("%s of %s is a quanto contract: its coins hang on another price. Give files that count"
                  + " in coins and say --amount-unit base")
              .formatted(symbol, file.venue()));
    }
    return found;
  }

  /**
   * Returns the contract of a symbol: of the register, with what is said put in its place.
   *
   * @throws UnknownContract if neither says enough
   */
  public static Contract find(
      Register register,
      StatedContract stated,
      String venue,
      String symbol,
      Set<Product> among,
      LocalDate day) {
    Set<Product> possible = stated.product() == null ? among : Set.of(stated.product());
    try {
      return stated.over(register.contract(venue, symbol, possible, day));
    } catch (UnknownContract e) {
      if (stated.isWhole()) {
        return stated.alone(venue, symbol);
      }
      throw e;
    }
  }

  /**
   * Returns the contract of the file's own symbol and product.
   *
   * @throws RefusedFile if it is not known
   */
  public Contract ofFile() {
    try {
      Contract contract =
          find(
              file.symbol(),
              file.product() == null ? Set.of() : Set.of(Product.of(file.product())),
              file.from());
      last = null;
      return contract;
    } catch (BadRow e) {
      throw new RefusedFile(e.getMessage());
    }
  }

  /** Returns the same contracts, where amounts are counted so if the user does not say else. */
  public FileContracts assuming(Product product, AmountUnit unit) {
    return new FileContracts(register, stated.orElse(product, unit), file);
  }

  /** Returns the same for symbols of another venue, as an aggregator speaks of many. */
  public FileContracts at(String venue) {
    return new FileContracts(register, stated, file.at(venue));
  }

  /** Returns true if the user gave the venue: it wins over the one that rows name. */
  public boolean isVenueStated() {
    return stated.venue() != null;
  }

  /** Puts the names of a contract into a row. */
  public static void name(RowBuffer row, Contract contract) {
    row.text(PRODUCT, contract.product().text());
    row.text(SYMBOL, contract.symbol());
  }
}
