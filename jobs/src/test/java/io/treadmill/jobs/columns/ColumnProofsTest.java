package io.treadmill.jobs.columns;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.TableColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every column of every table holds what it says. */
class ColumnProofsTest {
  @TestFactory
  Stream<DynamicTest> everyColumnHoldsWhatAnotherWayGives() {
    return ColumnProofs.all().stream()
        .map(
            proof ->
                DynamicTest.dynamicTest(
                    proof.table().name() + " by " + proof.getClass().getSimpleName(),
                    () -> proof.prove(new Proof(proof.table()))));
  }

  @Test
  void everyColumnOfTheLakeIsProved() throws Exception {
    List<String> missing = new ArrayList<>();
    for (LakeTable table : LakeTables.all()) {
      Set<String> proved = new TreeSet<>();
      for (ColumnProof one : ColumnProofs.all()) {
        if (one.table().equals(table)) {
          Proof proof = new Proof(table);
          one.prove(proof);
          proved.addAll(proof.proved());
        }
      }
      table.columns().stream()
          .map(TableColumn::name)
          .filter(name -> !proved.contains(name))
          .forEach(name -> missing.add(table.name() + "." + name));
    }
    assertThat(missing).as("columns that no proof holds to a value").isEmpty();
  }
}
