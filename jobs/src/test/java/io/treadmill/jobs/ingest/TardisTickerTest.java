package io.treadmill.jobs.ingest;

import static io.treadmill.jobs.ingest.VendorFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lake.ArchiveDataset;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tickers of Tardis: a row for what changed, and what became of each rate. */
class TardisTickerTest {
  private static final String HEADER =
      "exchange,symbol,timestamp,local_timestamp,funding_timestamp,funding_rate,"
          + "predicted_funding_rate,open_interest,last_price,index_price,mark_price\n";

  @TempDir Path folder;

  private static String line(String time, String settlement, String rate, String rest) {
    return "bybit,BTCUSDT,2026-06-12T%sZ,,2026-06-12T%sZ,%s,,%s\n"
        .formatted(time, settlement, rate, rest);
  }

  @Test
  void whatChangedMakesARowAndTheLastRateBeforeASettlementIsSettled() throws IOException {
    String text =
        HEADER
            + line("00:00:00", "08:00:00", "0.0001", "100,50000,50001,50002")
            + line("00:00:01", "08:00:00", "0.0001", ",50000,50001,")
            + line("07:59:00", "08:00:00", "0.0002", "120,50000,50001,50010")
            + line("08:00:05", "16:00:00", "0.0003", "120,50000,50001,50010")
            + line("15:40:00", "16:00:00", "0.0004", "120,50000,,50010");
    StagedFile file =
        StagedRows.stage(
            "tardis", write(folder, "bybit_derivative_ticker_2026-06-12_BTCUSDT.csv", text));
    assertThat(file.refusal()).isNull();
    assertThat(
            StagedRows.of(
                file,
                ArchiveDataset.OPEN_INTEREST,
                "ts",
                "ts_label",
                "open_interest_base",
                "open_interest_usd"))
        .containsExactly(
            "2026-06-12 00:00:00 instant 50.0 2500100.0",
            "2026-06-12 07:59:00 instant 60.0 3000600.0");
    assertThat(
            StagedRows.of(
                file, ArchiveDataset.MARK_INDEX, "ts", "mark_close", "index_close", "last_price"))
        .containsExactly(
            "2026-06-12 00:00:00 50002.0 50001.0 50000.0",
            "2026-06-12 07:59:00 50010.0 50001.0 50000.0");
    assertThat(
            StagedRows.of(
                file,
                ArchiveDataset.FUNDING,
                "ts",
                "ts_raw",
                "rate_kind",
                "rate",
                "interval_minutes",
                "interval_source",
                "mark_price"))
        .containsExactly(
            "2026-06-12 08:00:00 2026-06-12 07:59:00 settled 2.0E-4 - - 50010.0",
            "2026-06-12 16:00:00 2026-06-12 15:40:00 predicted 4.0E-4 480 measured 50010.0");
  }
}
