package io.treadmill.jobs.ingest;

import static io.treadmill.jobs.ingest.StagedRows.stage;
import static io.treadmill.jobs.ingest.VendorFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.lake.ArchiveDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recorded forced orders, as recorders of Binance and Bybit write them. */
class RecordingTest {
  private static final long T0 = 1_781_222_400_000L; // 2026-06-12T00:00:00Z
  private static final String ORDER =
      "{\"e\":\"forceOrder\",\"E\":%d,\"o\":{\"s\":\"%s\",\"S\":\"%s\",\"o\":\"LIMIT\",\"f\":\"IOC\",\"q\":\"7\","
          + "\"p\":\"49000\",\"ap\":\"50000\",\"X\":\"FILLED\",\"l\":\"1\",\"z\":\"5\",\"T\":%d}}";
  private static final String HEADER =
      "symbol,side,order_type,time_in_force,original_quantity,price,average_price,order_status,"
          + "order_last_filled_quantity,order_filled_accumulated_quantity,order_trade_time,usd_size\n";

  @TempDir Path folder;

  private static String order(String symbol, String side, long after) {
    return ORDER.formatted(T0 + after + 17, symbol, side, T0 + after);
  }

  private static List<String> rows(StagedFile file) {
    return StagedRows.of(
        file,
        ArchiveDataset.LIQUIDATIONS,
        "venue",
        "product",
        "symbol",
        "unix_millis(ts) - " + T0,
        "liquidated_side",
        "price",
        "price_kind",
        "amount",
        "contracts",
        "notional_usd",
        "completeness");
  }

  @Test
  void messagesOfBinanceAreFilledAmountsAtTheAverage() throws IOException {
    String text =
        order("BTCUSDT", "SELL", 1)
            + "\n{\"result\":null,\"id\":1}\n"
            + "{\"stream\":\"!forceOrder@arr\",\"data\":"
            + order("BTCUSD_PERP", "BUY", 2)
            + "}\n["
            + order("ETHUSDT", "BUY", 3)
            + "]\n{\"received_at\":\"2026-06-12T00:00:00.250Z\",\"raw\":\""
            + order("SOLUSDT", "SELL", 4).replace("\"", "\\\"")
            + "\"}\n";
    StagedFile file =
        stage("recording", write(folder, "binance/liquidations_2026-06-12.jsonl", text));
    assertThat(file.refusal()).isNull();
    assertThat(rows(file))
        .containsExactly(
            "binance linear_perp BTCUSDT 1 long 50000.0 fill_average 5.0 - 250000.0 throttled_1s",
            "binance inverse_perp BTCUSD_PERP 2 short 50000.0 fill_average 0.01 5.0 500.0 throttled_1s",
            "binance linear_perp ETHUSDT 3 short 50000.0 fill_average 5.0 - 250000.0 throttled_1s",
            "binance linear_perp SOLUSDT 4 long 50000.0 fill_average 5.0 - 250000.0 throttled_1s");
    assertThat(StagedRows.of(file, ArchiveDataset.LIQUIDATIONS, "unix_millis(local_ts) - " + T0))
        .containsExactly("-", "-", "-", "250");
    assertThat(file.notes()).contains("messages that hold no forced order are passed over");
  }

  @ParameterizedTest(name = "header {0}, {1} columns")
  @CsvSource({"true, 12", "false, 12", "true, 11", "false, 11"})
  void csvOfBinanceIsReadWithAHeaderOrNot(boolean hasHeader, int columns) throws IOException {
    String row = "BTCUSDT,SELL,LIMIT,IOC,7,49000,50000,FILLED,1,5,%d,250000.0\n".formatted(T0 + 9);
    String text = (hasHeader ? HEADER : "") + row.repeat(2);
    if (columns == 11) {
      text = text.replace(",usd_size", "").replace(",250000.0", "");
    }
    StagedFile file = stage("recording", write(folder, "binance.csv", text));
    assertThat(file.refusal()).isNull();
    assertThat(rows(file))
        .containsOnly(
            "binance linear_perp BTCUSDT 9 long 50000.0 fill_average 5.0 - 250000.0 throttled_1s")
        .hasSize(2);
  }

  @Test
  void theMessageAndTheCsvOfAnOrderAreOneEvent() throws IOException {
    String csv = "s,S,o,f,q,p,ap,X,l,z,T\nBTCUSDT,SELL,LIMIT,IOC,7,49000,50000,FILLED,1,5,%d\n";
    StagedFile letters = stage("recording", write(folder, "binance.csv", csv.formatted(T0 + 9)));
    StagedFile message =
        stage("recording", write(folder, "binance.jsonl", order("BTCUSDT", "SELL", 9)));
    assertThat(StagedRows.of(letters, ArchiveDataset.LIQUIDATIONS, "event_id"))
        .isEqualTo(StagedRows.of(message, ArchiveDataset.LIQUIDATIONS, "event_id"))
        .hasSize(1);
    assertThat(rows(letters)).isEqualTo(rows(message));
  }

  @Test
  void anOrderWithoutAFillCountsAtItsLimit() throws IOException {
    String text =
        "{\"symbol\":\"BTCUSDT\",\"side\":\"SELL\",\"price\":\"49000\",\"qty\":2,\"time\":%d}";
    StagedFile file = stage("recording", write(folder, "binance.json", text.formatted(T0)));
    assertThat(rows(file))
        .containsExactly(
            "binance linear_perp BTCUSDT 0 long 49000.0 order_limit 2.0 - 98000.0 throttled_1s");
  }

  @Test
  void theSideOfBybitIsThatOfThePosition() throws IOException {
    String item = "{\"T\":%d,\"s\":\"%s\",\"S\":\"%s\",\"v\":\"20\",\"p\":\"50000\"}";
    String linear = item.formatted(T0 + 1, "BTCUSDT", "Buy");
    String inverse = item.formatted(T0 + 2, "BTCUSD", "Sell");
    String text =
        "{\"topic\":\"allLiquidation.BTCUSDT\",\"type\":\"snapshot\",\"ts\":%d,\"data\":[%s,%s,%s]}\n"
            .formatted(T0 + 500, linear, linear, inverse);
    StagedFile file = stage("recording", write(folder, "bybit-allLiquidation.jsonl", text));
    assertThat(rows(file))
        .containsExactly(
            "bybit inverse_perp BTCUSD 2 short 50000.0 bankruptcy 4.0E-4 20.0 20.0 full",
            "bybit linear_perp BTCUSDT 1 long 50000.0 bankruptcy 20.0 - 1000000.0 full",
            "bybit linear_perp BTCUSDT 1 long 50000.0 bankruptcy 20.0 - 1000000.0 full");
    assertThat(StagedRows.of(file, ArchiveDataset.LIQUIDATIONS, "event_id"))
        .as("two equal orders of one message are two")
        .doesNotHaveDuplicates();
    String old =
        "{\"topic\":\"liquidation.BTCUSDT\",\"ts\":1700000000000,\"data\":{\"updatedTime\":1700000000000,"
            + "\"symbol\":\"BTCUSDT\",\"side\":\"Sell\",\"size\":\"3\",\"price\":\"100\"}}";
    assertThat(
            StagedRows.of(
                stage("recording", write(folder, "bybit-old.jsonl", old)),
                ArchiveDataset.LIQUIDATIONS,
                "liquidated_side",
                "amount",
                "completeness"))
        .containsExactly("short 3.0 throttled_1s");
  }

  @Test
  void ordersOfAnotherVenueOrSymbolAreSetAsideAndAVenueMustBeKnown() throws IOException {
    String text = order("BTCUSDT", "SELL", 1) + "\n";
    StagedFile file = VendorFiles.stage("recording", write(folder, "bybit.jsonl", text), 100);
    assertThat(file.quarantined()).containsExactly(Map.entry("venue", 1L));
    String short12 = HEADER + "BTC,SELL,LIMIT,IOC,7,49000,50000,FILLED,1,5,%d,1\n".formatted(T0);
    assertThat(stage("recording", write(folder, "binance.csv", short12)).refusal())
        .contains("BTC of binance is not known");
    assertThatThrownBy(() -> stage("recording", write(folder, "liqs.csv", short12)))
        .hasMessageContaining("Cannot tell the venue");
  }
}
