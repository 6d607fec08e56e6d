package io.treadmill.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.market.UtcDays;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of trades that is larger than the memory is imported as it streams by. */
@Tag("sweep")
class LargeFileIT {
  private static final LocalDate DAY = LocalDate.of(2026, 6, 12);
  private static final int HEAP_MEGABYTES = 512;
  private static final int TRADES = 8_000_000;

  @TempDir Path folder;

  @Test
  void aFileLargerThanTheHeapIsImported() throws IOException, InterruptedException {
    Path file = trades();
    assertThat(Files.size(file)).isGreaterThan(HEAP_MEGABYTES * 1_048_576L);
    Path archive = folder.resolve("archive");
    Commands.Ended ended =
        Commands.launch(
                folder,
                HEAP_MEGABYTES,
                "ingest",
                "tardis",
                file.toString(),
                "--archive",
                archive.toString(),
                "--lake",
                folder.resolve("lake").toString())
            .done();
    assertThat(ended.err()).contains("read " + TRADES + " rows of 1 files");
    assertThat(ended.out())
        .contains("8,000,000 read = 8,000,000 accepted + 0 quarantined + 0 duplicates");
  }

  /** A trade every 10 ms, rising ids. */
  private Path trades() throws IOException {
    Path file = folder.resolve("binance-futures_trades_" + DAY + "_BTCUSDT.csv");
    long start = UtcDays.startMicros(DAY);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("exchange,symbol,timestamp,local_timestamp,id,side,price,amount\n");
      for (int i = 0; i < TRADES; i++) {
        long ts = start + i * 10_000L;
        String side = i % 3 == 0 ? "buy" : "sell";
        out.write("binance-futures,BTCUSDT," + ts + ',' + (ts + 7) + ',' + (6_000_000_000L + i));
        out.write("," + side + ',' + (60_000 + i % 9_000) + ".5,0.00" + (1 + i % 9) + '\n');
      }
    }
    return file;
  }
}
