package io.treadmill.jobs.ingest.format;

import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.AmountUnit;
import io.treadmill.market.Product;
import io.treadmill.market.UtcDays;
import io.treadmill.market.contract.Contract;
import io.treadmill.market.contract.Register;
import io.treadmill.market.contract.UnknownContract;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The contracts of one file: what the user says, else what the register knows of the symbol of each
 * row. Nothing is assumed.
 */
public final class FileContracts {
  /** Rule that a row breaks whose contract is not known. */
  public static final String UNKNOWN = "unknown_contract";

  /** Symbols of a file that are kept in mind. */
  private static final int MAX_KNOWN = 10_000;

  private static final int PRODUCT = ArchiveDataset.TRADES.index("product");
  private static final int SYMBOL = ArchiveDataset.TRADES.index("symbol");

  private final Register register;
  private final StatedContract stated;
  private final SourceFile file;

  private final Map<String, Known> known = new HashMap<>();
  private Known last;

  /**
   * What was found of a symbol.
   *
   * @param contract the contract; null if there is none
   * @param why why there is none; null if there is one
   * @param among products asked for
   * @param from first instant for which it is true, microseconds
   * @param to first instant for which it is not
   */
  private record Known(
      String symbol, Contract contract, BadRow why, Set<Product> among, long from, long to) {
    boolean holds(String ofSymbol, Set<Product> ofProducts, long micros) {
      return micros >= from && micros < to && among.equals(ofProducts) && symbol.equals(ofSymbol);
    }
  }

  /** Makes the contracts of a file. */
  public FileContracts(Register register, StatedContract stated, SourceFile file) {
    this.register = register;
    this.stated = stated;
    this.file = file;
  }

  /** Returns the file. */
  public SourceFile file() {
    return file;
  }

  /**
   * Returns the contract of a symbol at an instant.
   *
   * @param among products that are possible where the row stands; empty = all
   * @throws BadRow if it is not known, or amounts cannot be turned into coins
   */
  public Contract of(String symbol, Set<Product> among, long micros) {
    if (last == null || !last.holds(symbol, among, micros)) {
      Known found = known.get(symbol);
      last =
          found != null && found.holds(symbol, among, micros) ? found : look(symbol, among, micros);
    }
    if (last.why() != null) {
      throw last.why();
    }
    return last.contract();
  }

  private Known look(String symbol, Set<Product> among, long micros) {
    LocalDate day = UtcDays.dayOf(micros);
    Known found;
    try {
      Contract contract = find(symbol, among, day);
      found =
          new Known(
              symbol,
              contract,
              null,
              among,
              micros(contract.validFrom(), Long.MIN_VALUE),
              micros(contract.validTo(), Long.MAX_VALUE));
    } catch (BadRow e) {
      found =
          new Known(
              symbol,
              null,
              e,
              among,
              UtcDays.startMicros(day),
              UtcDays.startMicros(day.plusDays(1)));
    }
    if (known.size() >= MAX_KNOWN) {
      known.clear();
    }
    known.put(symbol, found);
    return found;
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
   * Returns the contract of a symbol: of the register, in the unit that is said; if it is not
   * there, what is said.
   *
   * @throws UnknownContract if neither says enough, or they contradict each other
   */
  public static Contract find(
      Register register,
      StatedContract stated,
      String venue,
      String symbol,
      Set<Product> among,
      LocalDate day) {
    Set<Product> possible = stated.product() == null ? among : Set.of(stated.product());
    Contract known;
    try {
      known = register.contract(venue, symbol, possible, day);
    } catch (UnknownContract e) {
      if (stated.isWhole()) {
        return stated.alone(venue, symbol);
      }
      throw e;
    }
    return stated.over(known);
  }

  /**
   * Returns the contract of the file's own symbol and product.
   *
   * @throws RefusedFile if it is not known
   */
  public Contract ofFile() {
    try {
      return find(
          file.symbol(),
          file.product() == null ? Set.of() : Set.of(Product.of(file.product())),
          file.from());
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
