package io.treadmill.jobs.ingest;

import static io.treadmill.jobs.ingest.VendorFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lake.ArchiveDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Longs per short, as metrics of Binance and answers of Bybit tell them. */
class LongShortTest {
  private static final String HEADER =
      "create_time,symbol,sum_open_interest,sum_open_interest_value,"
          + "count_toptrader_long_short_ratio,sum_toptrader_long_short_ratio,"
          + "count_long_short_ratio,sum_taker_long_short_vol_ratio\n";

  @TempDir Path folder;

  private StagedFile metrics(String symbol, String... rows) throws IOException {
    String text = HEADER + String.join("\n", rows) + "\n";
    return StagedRows.stage("binance", write(folder, symbol + "-metrics-2026-06-12.csv", text));
  }

  private static List<String> ratios(StagedFile file) {
    return StagedRows.of(
        file,
        ArchiveDataset.LONG_SHORT,
        "product",
        "symbol",
        "date_format(ts, 'HH:mm:ss')",
        "date_format(ts_raw, 'HH:mm:ss')",
        "ts_label",
        "account_ratio",
        "top_account_ratio",
        "top_position_ratio",
        "taker_volume_ratio",
        "interval_seconds");
  }

  private static List<String> interest(StagedFile file) {
    return StagedRows.of(
        file, ArchiveDataset.OPEN_INTEREST, "date_format(ts, 'HH:mm:ss')", "open_interest_base");
  }

  @Test
  void eachColumnOfMetricsHasItsRatioAndAnEmptyCellIsNull() throws IOException {
    StagedFile file =
        metrics(
            "BTCUSDT",
            "2026-06-12 00:05:01,BTCUSDT,10,600000,1.25,1.5,2.75,0.875",
            "2026-06-12 00:10:00,BTCUSDT,11,660000,,\"\",0,",
            "2026-06-12 00:15:00,BTCUSDT,12,720000,,\"\",,");
    assertThat(file.quarantined()).isEmpty();
    assertThat(file.rowsAccepted()).isEqualTo(3);
    assertThat(ratios(file))
        .containsExactly(
            "linear_perp BTCUSDT 00:05:00 00:05:01 instant 2.75 1.25 1.5 0.875 300",
            "linear_perp BTCUSDT 00:10:00 00:10:00 instant 0.0 - - - 300");
    assertThat(interest(file)).containsExactly("00:05:00 10.0", "00:10:00 11.0", "00:15:00 12.0");
  }

  @Test
  void inCoinMarginedMetricsTheTakersAloneHaveOne() throws IOException {
    StagedFile file =
        metrics(
            "BTCUSD_PERP",
            "2026-06-12 00:05:00,BTCUSD_PERP,5578700,18265.009,\"\",\"\",\"\",1.125");
    assertThat(ratios(file))
        .containsExactly("inverse_perp BTCUSD_PERP 00:05:00 00:05:00 instant - - - 1.125 300");
  }

  /** What is wrong is set aside by its reason; what the line says beside it is kept. */
  @Test
  void ratiosStayWithoutOpenInterestAndOpenInterestWithoutRatios() throws IOException {
    String good = "2026-06-12 01:%02d:00,BTCUSDT,10,600000,1,1,1,1";
    String[] rows = new String[1 + 4];
    rows[0] = good.formatted(0);
    rows[1] = "2026-06-12 00:05:00,BTCUSDT,,,1.25,1.5,2.75,0.875";
    rows[2] = "2026-06-12 00:10:00,BTCUSDT,0,0,,,3.5,";
    rows[3] = "2026-06-12 00:15:00,BTCUSDT,13,780000,1.25,-1.5,2.75,0.875";
    rows[4] = "2026-06-12 00:20:00,BTCUSDT,14,840000,1.25,1.5,Infinity,0.875";
    StagedFile file =
        VendorFiles.stage(
            "binance",
            write(
                folder, "BTCUSDT-metrics-2026-06-12.csv", HEADER + String.join("\n", rows) + "\n"),
            60);
    assertThat(file.refusal()).isNull();
    assertThat(file.quarantined())
        .containsOnly(
            Map.entry("open_interest_missing", 1L),
            Map.entry("open_interest_not_positive", 1L),
            Map.entry("sum_toptrader_long_short_ratio_negative", 1L),
            Map.entry("not_a_number", 1L));
    assertThat(file.rowsRead()).isEqualTo(5);
    assertThat(file.rowsAccepted()).isEqualTo(1);
    assertThat(interest(file)).containsExactly("00:15:00 13.0", "00:20:00 14.0", "01:00:00 10.0");
    assertThat(ratios(file))
        .containsExactly(
            "linear_perp BTCUSDT 00:05:00 00:05:00 instant 2.75 1.25 1.5 0.875 300",
            "linear_perp BTCUSDT 00:10:00 00:10:00 instant 3.5 - - - 300",
            "linear_perp BTCUSDT 01:00:00 01:00:00 instant 1.0 1.0 1.0 1.0 300");
  }

  /** Numbers of documents of the venue: .5777 of all accounts are long, .4223 short. */
  @Test
  void accountsOfBybitAreLongsPerShort() throws IOException {
    String answer =
        "{\"retCode\":0,\"retMsg\":\"OK\",\"result\":{\"list\":["
            + "{\"symbol\":\"BTCUSDT\",\"buyRatio\":\"0\",\"sellRatio\":\"1\",\"timestamp\":\"1781224200000\"},"
            + "{\"symbol\":\"BTCUSDT\",\"buyRatio\":\"1\",\"sellRatio\":\"0\",\"timestamp\":\"1781223900000\"},"
            + "{\"symbol\":\"BTCUSDT\",\"buyRatio\":\"-0.5\",\"sellRatio\":\"1.5\",\"timestamp\":\"1781223600000\"},"
            + "{\"symbol\":\"BTCUSDT\",\"buyRatio\":\"0.5777\",\"sellRatio\":\"0.4223\",\"timestamp\":\"1781223300000\"}"
            + "]},\"retExtInfo\":{},\"time\":1781224300000}";
    StagedFile file = VendorFiles.stage("bybit", write(folder, "ratio.json", answer), 60);
    assertThat(file.refusal()).isNull();
    assertThat(file.quarantined())
        .containsOnly(
            Map.entry("buy_ratio_negative", 1L), Map.entry("sell_ratio_not_positive", 1L));
    assertThat(
            StagedRows.of(
                file,
                ArchiveDataset.LONG_SHORT,
                "product",
                "symbol",
                "unix_seconds(ts)",
                "round(account_ratio, 6)",
                "top_account_ratio",
                "top_position_ratio",
                "taker_volume_ratio",
                "interval_seconds",
                "quality"))
        .containsExactly(
            "linear_perp BTCUSDT 1781223300 1.367985 - - - - 1024",
            "linear_perp BTCUSDT 1781224200 0.0 - - - - 1024");
  }
}
