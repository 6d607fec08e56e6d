package io.treadmill.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scan is held against its peers, whose sums agree, and against decoding alone. */
@Tag("sweep")
class ScanBenchIT {
  @TempDir Path folder;

  @Test
  void everyEngineIsMeasuredAndTheFloorDecodesEveryTrade() throws Exception {
    Path json = folder.resolve("scan.json");
    ScanBench.Parameters small = new ScanBench.Parameters(1, 1, 0, 2, folder, 1, "zstd", 512, json);
    String table = ScanBench.run(small, line -> {});
    for (String engine :
        List.of(
            "Treadmill",
            "DuckDB, order by id",
            "DuckDB, order by time, id, sequence",
            "the floor, decoding alone")) {
      Matcher row =
          Pattern.compile("(?m)^\\| %s +\\| ([0-9.]+) \\|".formatted(engine)).matcher(table);
      assertThat(row.find()).as(engine + " in " + table).isTrue();
      assertThat(Double.parseDouble(row.group(1))).as(engine).isPositive();
    }
    assertThat(table).contains("Treadmill / the floor, decoding alone: wall ");
    JsonNode numbers = new ObjectMapper().readTree(json.toFile());
    assertThat(numbers.get("rows").asLong()).isEqualTo(1_000_000);
    assertThat(numbers.get("runs")).hasSize(4);
    numbers
        .get("runs")
        .forEach(
            runs -> {
              assertThat(runs).as("the cold round and the one that counts").hasSize(2);
              runs.forEach(run -> assertThat(run.get("cpu").asDouble()).isPositive());
            });
    try (DecodeEngine floor =
        new DecodeEngine(folder.resolve("bench-1m-seed-1-zstd").toString(), 1)) {
      floor.run();
      assertThat(floor.sums()).as("one thread, each file once").containsExactly(1e6);
      floor.run();
      assertThat(floor.sums()).containsExactly(1e6);
    }
  }
}
