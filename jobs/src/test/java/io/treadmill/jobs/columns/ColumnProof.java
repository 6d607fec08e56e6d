package io.treadmill.jobs.columns;

import io.treadmill.lake.LakeTable;

/**
 * Holds every column of one table against values that do not come from the code that fills it: a
 * hand calculation, a closed form, or an independent slow computation, on a small fixed market.
 */
public interface ColumnProof {
  /** Returns the table. */
  LakeTable table();

  /** Makes rows with the code of the product and states what each of their columns must hold. */
  void prove(Proof proof) throws Exception;
}
