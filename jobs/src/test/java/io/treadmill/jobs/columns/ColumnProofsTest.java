package io.treadmill.jobs.columns;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.TableColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every column of every table holds what it says. */
class ColumnProofsTest {
  /** Runs each proof once; the last test says which columns none of them held to a value. */
  @TestFactory
  Stream<DynamicTest> everyColumnHoldsWhatAnotherWayGives() {
    Map<LakeTable, Set<String>> proved = new HashMap<>();
    Stream<DynamicTest> proofs =
        ColumnProofs.all().stream()
            .map(
                one ->
                    DynamicTest.dynamicTest(
                        one.table().name() + " by " + one.getClass().getSimpleName(),
                        () -> {
                          Proof proof = new Proof(one.table());
                          one.prove(proof);
                          proved
                              .computeIfAbsent(one.table(), table -> new TreeSet<>())
                              .addAll(proof.proved());
                        }));
    return Stream.concat(
        proofs,
        Stream.of(DynamicTest.dynamicTest("no column is left out", () -> assertAll(proved))));
  }

  private static void assertAll(Map<LakeTable, Set<String>> proved) {
    List<String> missing = new ArrayList<>();
    for (LakeTable table : LakeTables.all()) {
      table.columns().stream()
          .map(TableColumn::name)
          .filter(name -> !proved.getOrDefault(table, Set.of()).contains(name))
          .forEach(name -> missing.add(table.name() + "." + name));
    }
    assertThat(missing).as("columns that no proof holds to a value").isEmpty();
  }
}
