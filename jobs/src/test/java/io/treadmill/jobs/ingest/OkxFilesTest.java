package io.treadmill.jobs.ingest;

import static io.treadmill.jobs.ingest.VendorFiles.rows;
import static io.treadmill.jobs.ingest.VendorFiles.write;
import static io.treadmill.jobs.ingest.VendorFiles.zip;
import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lake.ArchiveDataset;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of OKX, answers of its API and messages of its stream. */
class OkxFilesTest {
  private static final String HEADER = "instrument_name,trade_id,side,price,size,created_time\n";
  private static final String TRADE =
      "concat_ws(' ', product, symbol, unix_millis(ts) - 1781222400000, trade_id, side, price,"
          + " amount, contracts)";

  @TempDir Path folder;

  private StagedFile packed(String stem, String text) throws IOException {
    StagedFile file =
        VendorFiles.stage("okx", write(folder, stem + ".zip", zip(stem + ".csv", text)));
    assertThat(file.refusal()).isNull();
    return file;
  }

  private StagedFile answer(String name, String text) throws IOException {
    StagedFile file = VendorFiles.stage("okx", write(folder, name, text));
    assertThat(file.refusal()).isNull();
    return file;
  }

  /** 5 contracts of BTC-USDT-SWAP are .05 coins, of BTC-USD-SWAP 500 USD, of spot 5 coins. */
  @ParameterizedTest
  @CsvSource({
    "BTC-USDT-SWAP, linear_perp, 0.05 5.0",
    "DOGE-USDT-SWAP, linear_perp, 5000.0 5.0",
    "BTC-USD-SWAP, inverse_perp, 0.01 5.0",
    "ETH-USD-240628, inverse_future, 0.001 5.0",
    "BTC-USDT, spot, 5.0"
  })
  void contractsBecomeCoins(String symbol, String product, String amounts) throws IOException {
    StagedFile file =
        packed(symbol + "-trades-2026-06-12", HEADER + symbol + ",1,buy,50000,5,1781222400123\n");
    assertThat(rows(file, ArchiveDataset.TRADES, TRADE))
        .containsExactly(product + " " + symbol + " 123 1 buy 50000.0 " + amounts);
  }

  /** Size stands before price, and the names are in two languages in an older encoding. */
  @Test
  void oldFilesHaveNamesInTwoLanguagesAndAnotherOrder() throws IOException {
    String text =
        "trade_id/撮合id,side/交易方向,size/数量,price/价格,created_time/成交时间\n"
            + "7,SELL,3,50000,1781222400123\n";
    for (String charset : new String[] {"GBK", "UTF-8"}) {
      Path path =
          write(
              folder,
              charset + "/BTC-USDT-SWAP-trades-2026-06-12.csv",
              text.getBytes(Charset.forName(charset)));
      StagedFile file = VendorFiles.stage("okx", path);
      assertThat(file.refusal()).isNull();
      assertThat(rows(file, ArchiveDataset.TRADES, TRADE))
          .containsExactly("linear_perp BTC-USDT-SWAP 123 7 sell 50000.0 0.03 3.0");
    }
    StagedFile bare =
        packed("BTC-USDT-SWAP-aggtrades-2026-06-12", "7,sell,3,50000,1781222400123\n");
    assertThat(bare.file().kind()).isEqualTo("aggTrades");
    assertThat(rows(bare, ArchiveDataset.TRADES, TRADE))
        .containsExactly("linear_perp BTC-USDT-SWAP 123 7 sell 50000.0 0.03 3.0");
  }

  /** The file of 06-12 begins at 16:00 UTC of 06-11 and is good until a day before that. */
  @Test
  void theDayOfAFileIsThatOfEightHoursEast() throws IOException {
    StringBuilder text = new StringBuilder(HEADER);
    for (int i = 0; i < 200; i++) {
      text.append("BTC-USDT,%d,buy,50000,1,%d\n".formatted(i, 1_781_193_600_000L + i));
    }
    text.append("BTC-USDT,900,buy,50000,1,1780012800000\n");
    StagedFile file = packed("BTC-USDT-trades-2026-06-12", text.toString());
    assertThat(file.quarantined()).containsExactly(Map.entry("time_outside_file", 1L));
    assertThat(file.parts().get(0).days().keySet())
        .extracting(at -> at.day().toString())
        .containsExactly("2026-06-11");
    assertThat(file.file().from()).isEqualTo("2026-06-11");
    assertThat(file.file().to()).isEqualTo("2026-06-12");
  }

  @ParameterizedTest
  @ValueSource(strings = {"BTC-USD-futureschain-trades-2026-06-12", "allfuture-trades-2026-06-12"})
  void oneFileHoldsTheExpiriesOfAPair(String name) throws IOException {
    StagedFile file =
        packed(
            name,
            HEADER
                + "BTC-USD-260626,1,buy,50000,5,1781222400123\n"
                + "BTC-USD-260925,2,sell,50000,10,1781222400124\n");
    assertThat(rows(file, ArchiveDataset.TRADES, TRADE))
        .containsExactly(
            "inverse_future BTC-USD-260626 123 1 buy 50000.0 0.01 5.0",
            "inverse_future BTC-USD-260925 124 2 sell 50000.0 0.02 10.0");
  }

  @Test
  void aContractThatIsNotKnownIsRefusedWithWhatToGive() throws IOException {
    StagedFile file =
        VendorFiles.stage(
            "okx",
            write(
                folder,
                "NEWCOIN-USDT-SWAP-trades-2026-06-12.csv",
                HEADER + "NEWCOIN-USDT-SWAP,1,buy,2,5,1781222400123\n"));
    assertThat(file.refusal()).contains("NEWCOIN-USDT-SWAP", "ingest instruments");
  }

  private static final String BAR =
      "concat_ws(' ', product, symbol, unix_seconds(ts) - 1781222400, interval_seconds, open, high,"
          + " low, close, base_volume, quote_volume, contracts)";

  @Test
  void volumesOfCandlesAreContractsCoinsAndQuote() throws IOException {
    String header = "instrument_name,open,high,low,close,vol,vol_ccy,vol_quote,open_time,confirm\n";
    StagedFile swap =
        packed(
            "BTC-USDT-SWAP-candlesticks-2026-06-12",
            header
                + "BTC-USDT-SWAP,50000,50010,49990,50005,200,2,100100,1781222400000,1\n"
                + "BTC-USDT-SWAP,50005,50010,49990,50005,200,2,100100,1781222460000,0\n");
    assertThat(swap.quarantined()).containsExactly(Map.entry("bar_not_over", 1L));
    assertThat(rows(swap, ArchiveDataset.KLINES, BAR))
        .containsExactly(
            "linear_perp BTC-USDT-SWAP 0 60 50000.0 50010.0 49990.0 50005.0 2.0 100100.0 200.0");
    StagedFile spot =
        packed(
            "BTC-USDT-candlesticks-2026-06-12",
            header + "BTC-USDT,50000,50010,49990,50005,2,100101,100100,1781222400000,1\n");
    assertThat(rows(spot, ArchiveDataset.KLINES, BAR))
        .containsExactly("spot BTC-USDT 0 60 50000.0 50010.0 49990.0 50005.0 2.0 100100.0");
  }

  @Test
  void candlesOfAnAnswerAreOfTheInstrumentOfTheirName() throws IOException {
    String bar = "[\"%d\",\"50000\",\"50010\",\"49990\",\"50005\",\"200\",\"2\",\"100100\",\"%d\"]";
    String text =
        "{\"code\":\"0\",\"msg\":\"\",\"data\":[%s,%s,%s]}"
            .formatted(
                bar.formatted(1_781_223_000_000L, 0),
                bar.formatted(1_781_222_700_000L, 1),
                bar.formatted(1_781_222_400_000L, 1));
    assertThat(rows(answer("BTC-USDT-SWAP-5m.json", text), ArchiveDataset.KLINES, BAR))
        .containsExactly(
            "linear_perp BTC-USDT-SWAP 0 300 50000.0 50010.0 49990.0 50005.0 2.0 100100.0 200.0",
            "linear_perp BTC-USDT-SWAP 300 300 50000.0 50010.0 49990.0 50005.0 2.0 100100.0 200.0");
    assertThat(VendorFiles.stage("okx", write(folder, "candles.json", text)).refusal())
        .contains("--symbol");
    String message =
        "{\"arg\":{\"channel\":\"candle1H\",\"instId\":\"ETH-USDT\"},\"data\":[%s]}"
            .formatted(bar.formatted(1_781_222_400_000L, 1));
    assertThat(rows(answer("stream.jsonl", message), ArchiveDataset.KLINES, BAR))
        .containsExactly("spot ETH-USDT 0 3600 50000.0 50010.0 49990.0 50005.0 200.0 100100.0");
  }

  @Test
  void fundingOfAllSwapsAndOfAnAnswerIsSettled() throws IOException {
    String row = "concat_ws(' ', product, symbol, unix_seconds(ts), rate_kind, rate)";
    StagedFile file =
        packed(
            "allswap-fundingrates-2026-06-12",
            "instrument_name,funding_rate,funding_time\nBTC-USDT-SWAP,-0.0001,1781222400000\n"
                + "ETH-USD-SWAP,0.0002,1781222400004\n");
    assertThat(rows(file, ArchiveDataset.FUNDING, row))
        .containsExactly(
            "linear_perp BTC-USDT-SWAP 1781222400 settled -1.0E-4",
            "inverse_perp ETH-USD-SWAP 1781222400 settled 2.0E-4");
    String text =
        "{\"code\":\"0\",\"data\":[{\"fundingRate\":\"0.0003\",\"realizedRate\":\"0.0004\","
            + "\"fundingTime\":\"1781222400000\",\"instId\":\"BTC-USD-SWAP\"}]}";
    assertThat(rows(answer("funding.json", text), ArchiveDataset.FUNDING, row))
        .containsExactly("inverse_perp BTC-USD-SWAP 1781222400 settled 4.0E-4");
    StagedFile old =
        VendorFiles.stage(
            "okx",
            write(
                folder,
                "allswaprate-swaprate-2026-06-12.csv",
                "instrument_name/a,contract_type/b,funding_rate/c,real_funding_rate/d,funding_time/e\n"
                    + "BTC-USDT-SWAP,swap,0.1,0.1,1781222400000\n"));
    assertThat(old.refusal()).contains("fundingrates");
  }

  /** 13 contracts of .01 coins; a buy order closed a short, whatever the position is called. */
  @Test
  void liquidationOrdersOfAnswersAndOfTheStreamAreTheSame() throws IOException {
    String order =
        "\"data\":[{\"details\":[{\"bkLoss\":\"0\",\"bkPx\":\"50000\",\"ccy\":\"\",\"posSide\":\"net\","
            + "\"side\":\"buy\",\"sz\":\"13\",\"ts\":\"1781222400010\"},{\"bkPx\":\"40000\","
            + "\"posSide\":\"long\",\"side\":\"sell\",\"sz\":\"5\",\"ts\":\"1781222400011\"}],"
            + "\"instId\":\"%s\",\"instType\":\"SWAP\"}]}";
    String row =
        "concat_ws(' ', product, unix_millis(ts) - 1781222400000, liquidated_side, price,"
            + " price_kind, amount, contracts, notional_usd, completeness)";
    StagedFile linear =
        answer("a.json", "{\"code\":\"0\",\"msg\":\"\"," + order.formatted("BTC-USDT-SWAP"));
    assertThat(rows(linear, ArchiveDataset.LIQUIDATIONS, row))
        .containsExactly(
            "linear_perp 10 short 50000.0 bankruptcy 0.13 13.0 6500.0 unknown",
            "linear_perp 11 long 40000.0 bankruptcy 0.05 5.0 2000.0 unknown");
    StagedFile inverse =
        answer(
            "b.jsonl",
            "{\"event\":\"subscribe\",\"arg\":{}}\n{\"arg\":{\"channel\":\"liquidation-orders\"},"
                + order.formatted("BTC-USD-SWAP")
                + "\n");
    assertThat(rows(inverse, ArchiveDataset.LIQUIDATIONS, row))
        .containsExactly(
            "inverse_perp 10 short 50000.0 bankruptcy 0.026 13.0 1300.0 unknown",
            "inverse_perp 11 long 40000.0 bankruptcy 0.0125 5.0 500.0 unknown");
  }

  @Test
  void anAnswerThatIsAnErrorIsRefused() throws IOException {
    String text = "{\"code\":\"51001\",\"msg\":\"Instrument ID does not exist\",\"data\":[]}";
    assertThat(VendorFiles.stage("okx", write(folder, "e.json", text)).refusal())
        .contains("51001", "does not exist");
  }
}
