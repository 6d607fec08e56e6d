package io.treadmill.jobs.ingest;

import static io.treadmill.jobs.ingest.VendorFiles.gzip;
import static io.treadmill.jobs.ingest.VendorFiles.rows;
import static io.treadmill.jobs.ingest.VendorFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lake.ArchiveDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Public trades of Bybit, answers of its API and messages of its stream. */
class BybitFilesTest {
  private static final long DAY = 1_781_222_400L; // 2026-06-12
  private static final String HEADER =
      "timestamp,symbol,side,size,price,tickDirection,trdMatchID,grossValue,homeNotional,foreignNotional";
  private static final String TRADE =
      "concat_ws(' ', product, symbol, unix_micros(ts) - 1781222400000000, trade_id, trade_uid,"
          + " side, price, amount, contracts)";

  @TempDir Path folder;

  private StagedFile stage(String name, String text) throws IOException {
    StagedFile file = VendorFiles.stage("bybit", write(folder, name, text));
    assertThat(file.refusal()).isNull();
    return file;
  }

  private StagedFile packed(String name, String text) throws IOException {
    StagedFile file = VendorFiles.stage("bybit", write(folder, name, gzip(text)));
    assertThat(file.refusal()).isNull();
    return file;
  }

  @Test
  void sizesOfLinearContractsAreCoinsAndSecondsHaveDecimals() throws IOException {
    StagedFile file =
        packed(
            "BTCUSDT2026-06-12.csv.gz",
            HEADER
                + ",RPI\n1781222400.1234,BTCUSDT,Buy,0.25,60000.5,PlusTick,aa-1,1.5e12,0.25,15000.1,0\n"
                + "1781222401.000001,BTCUSDT,Sell,0.5,60000,MinusTick,aa-2,3e12,0.5,30000,1\n");
    assertThat(rows(file, ArchiveDataset.TRADES, TRADE))
        .containsExactly(
            "linear_perp BTCUSDT 123400 aa-1 buy 60000.5 0.25",
            "linear_perp BTCUSDT 1000001 aa-2 sell 60000.0 0.5");
  }

  /** 10,000 contracts of 1 USD at 50,000 are .2 coins, whatever the rounded column says. */
  @Test
  void sizesOfInverseContractsAreDollarsAndOldFilesHaveTheNewestFirst() throws IOException {
    String line = "%s,BTCUSD,%s,10000,50000,ZeroMinusTick,%s,2e7,0.19,10000\n";
    StagedFile file =
        packed(
            "BTCUSD2026-06-12.csv.gz",
            HEADER
                + "\n"
                + line.formatted("1781222403.5", "Sell", "d")
                + line.formatted("1781222402.5", "Sell", "c")
                + line.formatted("1781222402.5", "Buy", "b")
                + line.formatted("1781222401.5", "Buy", "a"));
    assertThat(
            VendorFiles.rows(
                file, ArchiveDataset.TRADES, List.of("ts", "sequence"), "trade_uid || ' ' || side"))
        .containsExactly("a buy", "b buy", "c sell", "d sell");
    assertThat(rows(file, ArchiveDataset.TRADES, "concat_ws(' ', product, amount, contracts)"))
        .containsOnly("inverse_perp 0.2 10000.0");
  }

  @ParameterizedTest
  @CsvSource({
    "BTCUSDM26, inverse_future, 0.002",
    "BTC-26JUN26, linear_future, 100.0",
    "BTCPERP, linear_perp, 100.0",
    "1000PEPEUSDT, linear_perp, 100.0"
  })
  void theSymbolSaysWhatASizeIs(String symbol, String product, String coins) throws IOException {
    StagedFile file =
        packed(
            symbol + "2026-06-12.csv.gz",
            HEADER + "\n1781222400.5," + symbol + ",Buy,100,50000,PlusTick,a,1,1,1\n");
    assertThat(rows(file, ArchiveDataset.TRADES, "concat_ws(' ', product, symbol, amount)"))
        .containsExactly(product + " " + symbol + " " + coins);
  }

  @ParameterizedTest
  @CsvSource({"BTCUSDT_2026-06-12.csv.gz", "BTCUSDT-2026-06.csv.gz"})
  void tradesOfSpotAreOfTheSymbolOfTheirName(String name) throws IOException {
    StagedFile file =
        packed(
            name,
            "id,timestamp,price,volume,side,rpi\n7,1781222400123,60000,0.5,buy,0\n"
                + "8,1781222400124,60001,0.25,sell,1\n");
    assertThat(rows(file, ArchiveDataset.TRADES, TRADE))
        .containsExactly(
            "spot BTCUSDT 123000 7 buy 60000.0 0.5", "spot BTCUSDT 124000 8 sell 60001.0 0.25");
  }

  @Test
  void aRowOfAnotherSymbolIsSetAside() throws IOException {
    String good =
        IntStream.range(0, 200)
            .mapToObj(i -> "1781222400.%d,BTCUSDT,Buy,1,2,x,a%d,1,1,1\n".formatted(100 + i, i))
            .collect(Collectors.joining());
    StagedFile file =
        packed(
            "BTCUSDT2026-06-12.csv.gz",
            HEADER + "\n" + good + "1781222401.5,ETHUSDT,Buy,1,2,x,b,1,1,1\n");
    assertThat(file.quarantined()).containsExactly(Map.entry("symbol", 1L));
  }

  private static String klines(String category, String symbol) {
    return "{\"retCode\":0,\"retMsg\":\"OK\",\"result\":{\"category\":\"%s\",\"symbol\":\"%s\",\"list\":["
            .formatted(category, symbol)
        + IntStream.of(2, 1, 0)
            .mapToObj(
                i ->
                    "[\"%d\",\"50000\",\"50010\",\"49990\",\"50005\",\"1000\",\"0.02\"]"
                        .formatted((DAY + 300L * i) * 1000))
            .collect(Collectors.joining(","))
        + "]},\"time\":%d}".formatted((DAY + 610) * 1000);
  }

  @Test
  void volumesOfInverseBarsAreDollarsAndTheBarOfTheAnswerIsNotOver() throws IOException {
    StagedFile inverse = stage("BTCUSD-kline.json", klines("inverse", "BTCUSD"));
    String bar =
        "concat_ws(' ', product, unix_seconds(ts) - 1781222400, interval_seconds, open, high, low,"
            + " close, base_volume, quote_volume, contracts)";
    assertThat(inverse.quarantined()).containsExactly(Map.entry("bar_not_over", 1L));
    assertThat(rows(inverse, ArchiveDataset.KLINES, bar))
        .containsExactly(
            "inverse_perp 0 300 50000.0 50010.0 49990.0 50005.0 0.02 1000.0 1000.0",
            "inverse_perp 300 300 50000.0 50010.0 49990.0 50005.0 0.02 1000.0 1000.0");
    StagedFile linear = stage("x.json", klines("linear", "BTCUSDT"));
    assertThat(rows(linear, ArchiveDataset.KLINES, bar).get(0))
        .isEqualTo("linear_perp 0 300 50000.0 50010.0 49990.0 50005.0 1000.0 0.02");
    StagedFile spot = stage("y.json", klines("spot", "BTCUSDT"));
    assertThat(rows(spot, ArchiveDataset.KLINES, bar).get(0))
        .isEqualTo("spot 0 300 50000.0 50010.0 49990.0 50005.0 1000.0 0.02");
  }

  @Test
  void fundingIsSettledOnTheHour() throws IOException {
    String answer =
        "{\"retCode\":0,\"result\":{\"category\":\"linear\",\"list\":[{\"symbol\":\"ETHUSDT\","
            + "\"fundingRate\":\"-0.0001\",\"fundingRateTimestamp\":\"1781251200000\"},"
            + "{\"symbol\":\"ETHUSDT\",\"fundingRate\":\"0.0002\",\"fundingRateTimestamp\":"
            + "\"1781222400000\"}]}}";
    assertThat(
            rows(
                stage("funding.json", answer),
                ArchiveDataset.FUNDING,
                "concat_ws(' ', product, symbol, unix_seconds(ts), rate_kind, rate)"))
        .containsExactly(
            "linear_perp ETHUSDT 1781222400 settled 2.0E-4",
            "linear_perp ETHUSDT 1781251200 settled -1.0E-4");
  }

  @ParameterizedTest
  @CsvSource({
    "linear, BTCUSDT, 'linear_perp 1781222400 500.0', 'linear_perp 1781226000 300.0'",
    "inverse, BTCUSD, 'inverse_perp 1781222400 500.0 500.0', 'inverse_perp 1781226000 300.0 300.0'"
  })
  void openInterestIsHalvedUnlessTheVenueGivesOneSide(
      String category, String symbol, String both, String one) throws IOException {
    String answer =
        "{\"retCode\":0,\"result\":{\"symbol\":\"%s\",\"category\":\"%s\",\"list\":["
                .formatted(symbol, category)
            + "{\"openInterest\":\"600\",\"singleOpenInterest\":\"300\",\"timestamp\":\"1781226000000\"},"
            + "{\"openInterest\":\"1000.0\",\"timestamp\":\"1781222400000\"},"
            + "{\"openInterest\":\"0\",\"timestamp\":\"1781218800000\"}]}}";
    StagedFile file = stage("oi.json", answer);
    assertThat(file.quarantined()).containsExactly(Map.entry("open_interest_not_positive", 1L));
    assertThat(
            rows(
                file,
                ArchiveDataset.OPEN_INTEREST,
                "concat_ws(' ', product, unix_seconds(ts), open_interest_base,"
                    + " open_interest_contracts, open_interest_usd)"))
        .containsExactly(both, one);
  }

  /** Buy is the side of the position: a long was closed. */
  @Test
  void messagesOfBothStreamsOfLiquidationsAreRead() throws IOException {
    String lines =
        "{\"success\":true,\"op\":\"subscribe\"}\n"
            + "{\"topic\":\"allLiquidation.BTCUSDT\",\"type\":\"snapshot\",\"ts\":1781222400500,"
            + "\"data\":[{\"T\":1781222400400,\"s\":\"BTCUSDT\",\"S\":\"Sell\",\"v\":\"0.5\",\"p\":\"60000\"},"
            + "{\"T\":1781222400401,\"s\":\"BTCUSD\",\"S\":\"Buy\",\"v\":\"30000\",\"p\":\"60000\"}]}\n"
            + "{\"topic\":\"liquidation.ETHUSDT\",\"ts\":1781222401000,\"data\":{\"price\":\"2500\","
            + "\"side\":\"Buy\",\"size\":\"2\",\"symbol\":\"ETHUSDT\",\"updatedTime\":1781222400900}}\n"
            + "{\"topic\":\"allLiquidation.BTCUSDT\",\"ts\":178";
    StagedFile file = stage("liquidations.jsonl", lines);
    assertThat(file.quarantined()).containsExactly(Map.entry("cut_line", 1L));
    assertThat(file.notes()).anyMatch(note -> note.contains("passed over"));
    assertThat(
            rows(
                file,
                ArchiveDataset.LIQUIDATIONS,
                "concat_ws(' ', product, symbol, unix_millis(ts) - 1781222400000, liquidated_side,"
                    + " price, price_kind, amount, notional_usd, completeness)"))
        .containsExactly(
            "linear_perp BTCUSDT 400 short 60000.0 bankruptcy 0.5 30000.0 full",
            "inverse_perp BTCUSD 401 long 60000.0 bankruptcy 0.5 30000.0 full",
            "linear_perp ETHUSDT 900 long 2500.0 bankruptcy 2.0 5000.0 throttled_1s");
  }

  @Test
  void anAnswerThatIsAnErrorOrCutIsRefused() throws IOException {
    String error = "{\"retCode\":10001,\"retMsg\":\"params error\",\"result\":{}}";
    assertThat(VendorFiles.stage("bybit", write(folder, "e.json", error)).refusal())
        .contains("10001", "params error");
    String cut = klines("linear", "BTCUSDT").substring(0, 200);
    assertThat(VendorFiles.stage("bybit", write(folder, "c.json", cut)).refusal())
        .contains("not whole JSON");
  }
}
