package io.treadmill.jobs.ingest.format;

import io.treadmill.market.Product;
import io.treadmill.market.contract.AmountUnit;
import io.treadmill.market.contract.Contract;
import io.treadmill.market.contract.Contract.Terms;
import io.treadmill.market.contract.ContractKind;
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

  private static final String SOURCE = "said by hand";

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
        ofVenue, symbol, product, symbol, null, null, terms, null, null, null, SOURCE);
  }

  /** Returns a known contract with what is said put in its place. */
  public Contract over(Contract known) {
    if (value == null && amounts == null) {
      return known;
    }
    Terms terms = known.terms();
    return new Contract(
        known.venue(),
        known.symbol(),
        known.product(),
        known.base(),
        known.quote(),
        known.settlement(),
        new Terms(
            terms.kind(),
            value == null ? terms.value() : value,
            amounts == null ? terms.amounts() : amounts),
        known.expiry(),
        known.validFrom(),
        known.validTo(),
        value == null ? known.source() : SOURCE);
  }
}
