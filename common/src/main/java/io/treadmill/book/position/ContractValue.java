package io.treadmill.book.position;

import java.io.Serializable;

/**
 * How size becomes USD: base coins x price for linear contracts, contracts x face value for
 * inverse.
 *
 * @param inverse true for coin-margined contracts
 * @param faceValueUsd USD of one contract; read for inverse contracts alone
 */
public record ContractValue(boolean inverse, double faceValueUsd) implements Serializable {
  /** Checks the face value. */
  public ContractValue {
    if (!(faceValueUsd > 0)) {
      throw new IllegalArgumentException(
          "Invalid face value: " + faceValueUsd + " (must be positive)");
    }
  }

  /** Returns the value of linear contracts. */
  public static ContractValue linear() {
    return new ContractValue(false, 1);
  }

  /** Returns the value of inverse contracts. */
  public static ContractValue inverse(double faceValueUsd) {
    return new ContractValue(true, faceValueUsd);
  }

  /** Returns USD of a size at a price. */
  public double usd(double size, double price) {
    return inverse ? size * faceValueUsd : size * price;
  }
}
