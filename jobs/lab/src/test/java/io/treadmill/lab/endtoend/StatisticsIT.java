package io.treadmill.lab.endtoend;

import static io.treadmill.lab.endtoend.SampleMarket.DAY_1;
import static io.treadmill.lab.endtoend.SampleMarket.DAY_3;
import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lab.endtoend.SampleMarket.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statistics do not depend on how Spark cuts their input. */
@Tag("sweep")
class StatisticsIT {
  @TempDir Path folder;

  @Test
  void everyTableIsTheSameAtAnyNumberOfPartitions() {
    Place place = SampleMarket.copyOfShared(folder.resolve("lake"));
    Map<String, List<String>> expected = place.rows();
    for (int partitions : new int[] {1, 7, 200}) {
      List<String> command =
          new ArrayList<>(List.of("run", "statistics", "--from", DAY_1, "--to", DAY_3));
      command.addAll(List.of("--reprocess", "completed"));
      command.addAll(place.options());
      command.addAll(
          List.of(
              "--set",
              "spark.properties.spark.sql.adaptive.coalescePartitions.enabled=false",
              "--set",
              "spark.properties.spark.sql.shuffle.partitions=" + partitions));
      Commands.run(command.toArray(String[]::new)).done();
      assertThat(place.rows()).as(partitions + " partitions").isEqualTo(expected);
    }
  }
}
