package io.treadmill.market.contract;

import io.treadmill.market.StoredName;

/** How the value of a contract moves with the price. */
public enum ContractKind implements StoredName {
  /** So many coins of the base; spot too. */
  LINEAR("base"),
  /** So many units of the quote, settled in the base. */
  INVERSE("quote"),
  /** So many units of a third asset for each unit of the price. */
  QUANTO("settlement");

  private final String valueUnit;

  ContractKind(String valueUnit) {
    this.valueUnit = valueUnit;
  }

  /** Returns the unit of the value of a contract: base, quote or settlement. */
  public String valueUnit() {
    return valueUnit;
  }

  /**
   * Returns the kind of a stored name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ContractKind of(String text) {
    return StoredName.of(values(), text, "kind of contract", "must be linear, inverse or quanto");
  }
}
