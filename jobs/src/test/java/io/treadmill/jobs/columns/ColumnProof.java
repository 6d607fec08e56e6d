package io.treadmill.jobs.columns;

import io.treadmill.lake.LakeTable;
import org.junit.jupiter.api.Test;

/**
 * Holds every column of one table against values that do not come from the code that fills it: a
 * hand calculation, a closed form, or an independent slow computation, on a small fixed market.
 */
public interface ColumnProof {
  /** Returns the table. */
  LakeTable table();

  /** Makes rows with the code of the product and states what each of their columns must hold. */
  void prove(Proof proof) throws Exception;

  /** Holds all columns: as a test of its own, so that a mutation of a row runs its proof alone. */
  @Test
  default void everyColumnHoldsWhatAnotherWayGives() throws Exception {
    Proof proof = new Proof(table());
    prove(proof);
  }
}
