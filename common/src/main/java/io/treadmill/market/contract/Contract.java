package io.treadmill.market.contract;

import io.treadmill.market.AmountUnit;
import io.treadmill.market.Product;
import java.io.Serializable;
import java.time.LocalDate;

/**
 * What is known of one symbol of a venue.
 *
 * @param venue lower-case venue
 * @param symbol symbol as the venue writes it
 * @param product product
 * @param base base as the venue writes it, for example 1000PEPE or XBT
 * @param quote currency of the price; null if not known
 * @param settlement currency of profit; null for spot
 * @param terms how a contract becomes coins
 * @param expiry last day; null if it has none or it is not known
 * @param validFrom first day on which this is true; null = always
 * @param validTo first day on which it is not true any more; null = still true
 * @param source where this is known from
 */
public record Contract(
    String venue,
    String symbol,
    Product product,
    String base,
    String quote,
    String settlement,
    Terms terms,
    LocalDate expiry,
    LocalDate validFrom,
    LocalDate validTo,
    String source)
    implements Serializable {

  /**
   * How amounts of a contract become coins.
   *
   * @param kind linear, inverse or quanto
   * @param value coins of the base in a contract, or units of the quote if inverse, or units of the
   *     settlement for each unit of the price if quanto
   * @param amounts unit in which the venue counts amounts of trades and open interest
   */
  public record Terms(ContractKind kind, double value, AmountUnit amounts) implements Serializable {
    /** Checks the value. */
    public Terms {
      if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "Invalid contract value: " + value + " (must be positive)");
      }
    }

    /** Returns true if amounts can be turned into coins by the price of the same row. */
    public boolean isConvertible() {
      return kind != ContractKind.QUANTO || amounts != AmountUnit.CONTRACTS;
    }

    /** Returns base coins of an amount at a price. */
    public double coins(double amount, double price) {
      return switch (amounts) {
        case BASE -> amount;
        case QUOTE -> amount / price;
        case CONTRACTS -> kind == ContractKind.INVERSE ? amount * value / price : amount * value;
      };
    }

    /** Returns quote units of an amount at a price. */
    public double quote(double amount, double price) {
      return switch (amounts) {
        case BASE -> amount * price;
        case QUOTE -> amount;
        case CONTRACTS -> kind == ContractKind.INVERSE ? amount * value : amount * value * price;
      };
    }

    /** Returns contracts of an amount at a price; NaN where positions are not held in contracts. */
    public double contracts(double amount, double price) {
      if (amounts == AmountUnit.CONTRACTS) {
        return amount;
      }
      return kind == ContractKind.INVERSE ? quote(amount, price) / value : Double.NaN;
    }
  }

  /** Returns what the base really is. */
  public Asset asset() {
    return Asset.of(base);
  }

  /** Returns true if this is true on a day. */
  public boolean holdsOn(LocalDate day) {
    return (validFrom == null || !day.isBefore(validFrom))
        && (validTo == null || day.isBefore(validTo));
  }

  /** Returns true if both say the same of the contract, whatever their source and days. */
  public boolean saysSameAs(Contract other) {
    return product == other.product
        && terms.kind() == other.terms.kind()
        && (isCountedInCoins(this) && isCountedInCoins(other)
            || Math.abs(terms.value() - other.terms.value()) <= 1e-9 * terms.value())
        && asset().equals(other.asset());
  }

  /** Amounts of the venue are coins: what a contract is worth changes nothing. */
  private static boolean isCountedInCoins(Contract contract) {
    return contract.terms.amounts() == AmountUnit.BASE
        && contract.terms.kind() == ContractKind.LINEAR;
  }

  /** Returns the same, true in other days. */
  public Contract within(LocalDate from, LocalDate to) {
    return new Contract(
        venue, symbol, product, base, quote, settlement, terms, expiry, from, to, source);
  }

  /** Returns the same, its amounts counted in another unit. */
  public Contract in(AmountUnit amounts) {
    return new Contract(
        venue,
        symbol,
        product,
        base,
        quote,
        settlement,
        new Terms(terms.kind(), terms.value(), amounts),
        expiry,
        validFrom,
        validTo,
        source);
  }

  /** Returns the facts in one line, for messages. */
  public String inWords() {
    return "%s, %s, 1 contract = %s %s, %s"
        .formatted(
            product.text(), terms.kind().text(), plain(terms.value()), unitOfValue(), source);
  }

  /** Returns the currency of the value of a contract. */
  public String unitOfValue() {
    return switch (terms.kind()) {
      case LINEAR -> base;
      case INVERSE -> quote == null ? "quote" : quote;
      case QUANTO -> settlement + " a " + quote;
    };
  }

  /** Returns a number without an exponent and without needless zeros. */
  public static String plain(double value) {
    return new java.math.BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }
}
