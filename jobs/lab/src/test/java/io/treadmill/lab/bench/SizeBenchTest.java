package io.treadmill.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.conf.UserError;
import io.treadmill.lab.bench.SizeBench.Size;
import io.treadmill.lab.bench.TimedProcess.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SizeBenchTest {
  @TempDir Path folder;

  @Test
  void everyNumberIsOfADayAndSymbol() {
    Map<String, Run> runs = new LinkedHashMap<>();
    runs.put("ingest auto", new Run(7, 24, 300));
    runs.put("backfill", new Run(8, 90, 400));
    runs.put("nightly", new Run(9, 30, 500));
    SizeBench.Parameters parameters =
        new SizeBench.Parameters(2, 4, Path.of("treadmill"), folder.resolve("size"));
    String text =
        SizeBench.text(
            parameters,
            runs,
            List.of(new Size("funding", 0, 800), new Size("trades", 0, 80_000)),
            List.of(
                new Size("zones", 16, 900),
                new Size("flush", 8, 700),
                new Size("liquidation_heatmap", 80_004, 8_000_000)));
    // Two symbols: eight days of symbols in all, six before the last day, two on it.
    assertThat(text)
        .contains(
            "| ingest auto | 24.0 | 3.00 | 7.0 | 300 |",
            "| backfill | 90.0 | 15.00 | 8.0 | 400 |",
            "| nightly | 30.0 | 15.00 | 9.0 | 500 |",
            "| trades |  | 10,000 |",
            "| 1 others |  | 100 |",
            "| liquidation_heatmap | 10,001 | 1,000,000 |",
            "| 2 others | 3 | 200 |",
            "| all | 10,004 | 1,000,200 |");
    assertThat(text).doesNotContain("zones");
  }

  @Test
  void anArchiveIsCountedByDatasetWithoutWhatIsStaged() throws IOException {
    write("trades/day=1/a.parquet", 5);
    write("trades/day=1/_files.json", 2);
    write("funding/b.parquet", 3);
    write("_staging/c", 100);
    assertThat(SizeBench.archive(folder))
        .containsExactly(new Size("funding", 0, 3), new Size("trades", 0, 7));
  }

  private void write(String file, int bytes) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.write(path, new byte[bytes]);
  }

  @Test
  void oneDayAndAFolderThatIsThereAreRefused() {
    Path launcher = Path.of("treadmill");
    assertThatThrownBy(() -> new SizeBench.Parameters(1, 1, launcher, folder.resolve("new")))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("1 symbols, 1 days");
    assertThatThrownBy(() -> new SizeBench.Parameters(1, 2, launcher, folder))
        .isInstanceOf(UserError.class);
  }
}
