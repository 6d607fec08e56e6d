package io.treadmill.jobs.ingest;

import static io.treadmill.jobs.ingest.StagedRows.stage;
import static io.treadmill.jobs.ingest.VendorFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lake.ArchiveDataset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of Hyperliquid: each trade once, forced orders by their mark, contexts by change. */
class HyperliquidTest {
  private static final long T0 = 1_781_222_400_000L; // 2026-06-12T00:00:00Z
  private static final String HOUR = "node_fills_by_block/hourly/20260612/0.lz4";
  private static final String MARKED =
      ",\"liquidation\":{\"liquidatedUser\":\"0xLOST\",\"markPx\":\"49990\",\"method\":\"%s\"}";

  @TempDir Path folder;

  private static byte[] lz4(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new FramedLZ4CompressorOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static String fill(
      String user, String coin, String side, boolean taker, long tid, String more) {
    return ("[\"%s\",{\"coin\":\"%s\",\"px\":\"50000.5\",\"sz\":\"0.25\",\"side\":\"%s\",\"time\":%d,\"tid\":%d,\"oid\":1,\"crossed\":%s,\"dir\":\"Close"
            + " Long\"%s}]")
        .formatted(user, coin, side, T0 + tid, tid, taker, more);
  }

  private static String block(String... fills) {
    return ("{\"local_time\":\"2026-06-12T00:00:01.123456789\",\"block_time\":"
            + "\"2026-06-12T00:00:01.000000001\",\"block_number\":7,\"events\":[%s]}\n")
        .formatted(String.join(",", fills));
  }

  private List<String> trades(StagedFile file) {
    return StagedRows.of(
        file,
        ArchiveDataset.TRADES,
        "venue",
        "product",
        "symbol",
        "unix_millis(ts) - " + T0,
        "trade_id",
        "side",
        "price",
        "amount",
        "contracts");
  }

  @Test
  void aTradeThatBothPartiesTellIsOneRowOfTheTakersSide() throws IOException {
    String text =
        block()
            + block(
                fill("0xa", "BTC", "B", true, 11, ""),
                fill("0xb", "BTC", "A", false, 11, ""),
                fill("0xc", "kPEPE", "B", false, 12, ""))
            + block(fill("0xd", "kPEPE", "A", true, 12, ""))
            + block(fill("0xe", "xyz:TSLA", "A", false, 13, ""));
    StagedFile file = stage("hyperliquid", write(folder, HOUR, lz4(text)));
    assertThat(file.refusal()).isNull();
    assertThat(trades(file))
        .containsExactly(
            "hyperliquid linear_perp BTC 11 11 buy 50000.5 0.25 -",
            "hyperliquid linear_perp kPEPE 12 12 sell 50000.5 0.25 -",
            "hyperliquid linear_perp xyz:TSLA 13 13 buy 50000.5 0.25 -");
    assertThat(StagedRows.of(file, ArchiveDataset.TRADES, "unix_micros(local_ts) - " + T0 * 1000))
        .containsOnly("1123456");
    assertThat(file.rowsRead()).isEqualTo(5);
    assertThat(file.file().from()).hasToString("2026-06-12");
  }

  @Test
  void theFillOfTheLiquidatedUserIsTheForcedOrder() throws IOException {
    String market = MARKED.formatted("market");
    String backstop = MARKED.formatted("backstop");
    String text =
        block(
            fill("0xlost", "BTC", "A", true, 1, market),
            fill("0xb", "BTC", "B", false, 1, market),
            fill("0xb", "ETH", "A", false, 2, backstop),
            fill("0xLOST", "ETH", "B", true, 2, backstop),
            fill("0xLOST", "SOL", "B", true, 3, backstop)
                .replace("Close Long", "Auto-Deleveraging"),
            fill("0xb", "SOL", "A", false, 3, backstop),
            fill("0xa", "BTC", "B", true, 4, ""),
            fill("0xb", "BTC", "A", false, 4, ""));
    StagedFile file = stage("hyperliquid", write(folder, HOUR, lz4(text)));
    assertThat(
            StagedRows.of(
                file,
                ArchiveDataset.LIQUIDATIONS,
                "symbol",
                "unix_millis(ts) - " + T0,
                "event_id",
                "liquidated_side",
                "price",
                "price_kind",
                "amount",
                "notional_usd",
                "kind",
                "completeness"))
        .containsExactly(
            "BTC 1 1 long 50000.5 trade 0.25 12500.125 market full",
            "ETH 2 2 short 50000.5 trade 0.25 12500.125 backstop full",
            "SOL 3 3 short 50000.5 trade 0.25 12500.125 adl full");
    assertThat(trades(file)).hasSize(4);
  }

  @Test
  void fillsOneALineAndABadLineAreRead() throws IOException {
    String fills =
        fill("0xa", "BTC", "B", true, 1, "") + "\n" + fill("0xb", "BTC", "A", false, 1, "") + "\n";
    Path path =
        write(folder, "node_fills/hourly/20260612/3.lz4", lz4(fills + "[\"0xc\",{\"coin\""));
    StagedFile file = VendorFiles.stage("hyperliquid", path, 100);
    assertThat(trades(file)).hasSize(1);
    assertThat(file.quarantined()).containsExactly(Map.entry("cut_line", 1L));
  }

  @Test
  void contextsBecomeRowsWhereAValueChanged() throws IOException {
    String header =
        "time,coin,funding,open_interest,prev_day_px,day_ntl_vlm,premium,oracle_px,mark_px,mid_px,"
            + "impact_bid_px,impact_ask_px\n";
    String text =
        header
            + "2026-06-12T00:58:00Z,BTC,0.0001,100,1,1,0,50000,50010,null,,\n"
            + "2026-06-12 00:59:00.000,BTC,0.0002,100,1,1,0,50000,50010,,,\n"
            + "2026-06-12T01:00:05Z,BTC,0.0003,90,1,1,0,50001,50020,,,\n"
            + "2026-06-12T01:00:05Z,DEAD,0.0,0.0,1,1,0,2,,,,\n";
    StagedFile file = stage("hyperliquid", write(folder, "asset_ctxs/20260612.csv.lz4", lz4(text)));
    assertThat(file.refusal()).isNull();
    assertThat(
            StagedRows.of(
                file,
                ArchiveDataset.OPEN_INTEREST,
                "symbol",
                "unix_seconds(ts) - " + T0 / 1000,
                "open_interest_base",
                "open_interest_usd",
                "ts_label"))
        .containsExactly("BTC 3480 100.0 5001000.0 instant", "BTC 3605 90.0 4501800.0 instant");
    assertThat(
            StagedRows.of(
                file,
                ArchiveDataset.MARK_INDEX,
                "symbol",
                "unix_seconds(ts) - " + T0 / 1000,
                "interval_seconds",
                "mark_close",
                "index_close"))
        .containsExactly(
            "BTC 3480 0 50010.0 50000.0", "BTC 3605 0 50020.0 50001.0", "DEAD 3605 0 - 2.0");
    assertThat(
            StagedRows.of(
                file,
                ArchiveDataset.FUNDING,
                "symbol",
                "unix_seconds(ts) - " + T0 / 1000,
                "unix_seconds(ts_raw) - " + T0 / 1000,
                "rate_kind",
                "rate",
                "interval_minutes",
                "mark_price"))
        .containsExactly(
            "BTC 3600 3540 predicted 2.0E-4 60 50010.0",
            "BTC 7200 3605 predicted 3.0E-4 60 50020.0",
            "DEAD 7200 3605 predicted 0.0 60 -");
  }

  @Test
  void candlesAndSettledFundingOfTheApiAreRead() throws IOException {
    String candles =
        "[\n{\"t\":%d,\"T\":%d,\"s\":\"BTC\",\"i\":\"1h\",\"o\":\"4\",\"c\":\"5\",\"h\":\"6\",\"l\":\"3\",\"v\":\"7.5\",\"n\":9}\n]"
            .formatted(T0, T0 + 3_599_999);
    StagedFile file = stage("hyperliquid", write(folder, "BTC-candles-1h.json", candles));
    assertThat(
            StagedRows.of(
                file,
                ArchiveDataset.KLINES,
                "symbol",
                "unix_millis(ts) - " + T0,
                "interval_seconds",
                "open",
                "high",
                "low",
                "close",
                "base_volume",
                "trade_count"))
        .containsExactly("BTC 0 3600 4.0 6.0 3.0 5.0 7.5 9");
    String funding =
        "[{\"coin\":\"ETH\",\"fundingRate\":\"-0.00125\",\"premium\":\"0\",\"time\":%d}]"
            .formatted(T0 + 3_600_041);
    file = stage("hyperliquid", write(folder, "ETH-funding.json", funding));
    assertThat(
            StagedRows.of(
                file,
                ArchiveDataset.FUNDING,
                "symbol",
                "unix_millis(ts) - " + T0,
                "rate_kind",
                "rate",
                "interval_minutes"))
        .containsExactly("ETH 3600000 settled -0.00125 60");
  }

  @Test
  void somethingElseIsRefusedInWords() throws IOException {
    assertThat(stage("hyperliquid", write(folder, "x/node_fills/1.json", "{\"code\":1}")).refusal())
        .contains("no fills of Hyperliquid");
    assertThat(stage("hyperliquid", write(folder, "BTC-candles.json", "[[1,2]]")).refusal())
        .contains("no candles");
    assertThat(stage("hyperliquid", write(folder, "BTC-candles.json", "[{\"t\":\n1,")).refusal())
        .contains("not whole JSON");
  }
}
