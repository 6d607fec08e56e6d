package io.treadmill.jobs.ingest.format;

import io.treadmill.lake.InstrumentLists;
import io.treadmill.market.AmountUnit;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.contract.Contract;
import io.treadmill.market.contract.Contract.Terms;
import io.treadmill.market.contract.ContractKind;
import io.treadmill.market.contract.UnknownContract;
import java.io.Serializable;

/**
 * What the user says of the contracts of an import.
 *
 * @param venue venue; null if not said
 * @param product product; null if not said
 * @param value value of a contract, coins or quote units if inverse; null if not said
 * @param amounts unit of the amounts in the files; null if not said
 */
public record StatedContract(String venue, Product product, Double value, AmountUnit amounts)
    implements Serializable {
  /** Nothing is said. */
  public static final StatedContract NOTHING = new StatedContract(null, null, null, null);

  private static final double SAME = 1e-9;

  /**
   * Returns true if this alone makes a contract: spot, or the product with the value or the unit.
   */
  public boolean isWhole() {
    return product == Product.SPOT
        || product != null && (value != null || amounts != null && amounts != AmountUnit.CONTRACTS);
  }

  /** Returns the same with product and unit where neither is said. */
  public StatedContract orElse(Product defaultProduct, AmountUnit unit) {
    return new StatedContract(
        venue,
        product == null ? defaultProduct : product,
        value,
        amounts == null && value == null ? unit : amounts);
  }

  /** Returns a contract made of what is said; amounts are coins if nothing else is said. */
  public Contract alone(String ofVenue, String symbol) {
    ContractKind kind = product.isInverse() ? ContractKind.INVERSE : ContractKind.LINEAR;
    AmountUnit unit =
        amounts != null ? amounts : value == null ? AmountUnit.BASE : AmountUnit.CONTRACTS;
    Terms terms = new Terms(kind, value == null ? 1 : value, unit);
    return new Contract(
        ofVenue,
        symbol,
        product,
        Instrument.asset(symbol),
        null,
        null,
        terms,
        null,
        null,
        null,
        InstrumentLists.TOLD);
  }

  /**
   * Returns a known contract with the unit that is said.
   *
   * @throws UnknownContract if the value that is said is not that of the contract
   */
  public Contract over(Contract known) {
    Terms terms = known.terms();
    if (value != null && Math.abs(value - terms.value()) > SAME * value) {
      throw new UnknownContract(
          ("--contract-value %s contradicts what is known of %s of %s: %s. Leave the option out, or"
                  + " overrule it for all commands with the setting contracts.%s/%s")
              .formatted(
                  Contract.plain(value),
                  known.symbol(),
                  known.venue(),
                  known.inWords(),
                  known.venue(),
                  known.symbol()));
    }
    return amounts == null ? known : known.in(amounts);
  }
}
