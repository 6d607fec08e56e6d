package io.treadmill.jobs.ingest;

import static io.treadmill.jobs.ingest.StagedRows.stage;
import static io.treadmill.jobs.ingest.VendorFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lake.ArchiveDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of Deribit and Kraken futures: trades, and forced orders by the mark of the venue. */
class VenueAnswersTest {
  private static final long T0 = 1_781_222_400_000L; // 2026-06-12T00:00:00Z

  @TempDir Path folder;

  private static List<String> trades(StagedFile file) {
    return StagedRows.of(
        file,
        ArchiveDataset.TRADES,
        "venue",
        "product",
        "symbol",
        "unix_millis(ts) - " + T0,
        "coalesce(trade_uid, string(trade_id))",
        "side",
        "price",
        "amount",
        "contracts");
  }

  private static List<String> forced(StagedFile file) {
    return StagedRows.of(
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
        "completeness");
  }

  private static String deribit(int id, String instrument, String side, String mark) {
    return ("{\"trade_seq\":%d,\"trade_id\":\"%d\",\"timestamp\":%d,\"price\":50000,\"mark_price\":1,"
            + "\"instrument_name\":\"%s\",\"direction\":\"%s\",\"amount\":1000%s}")
        .formatted(
            id,
            id,
            T0 + id,
            instrument,
            side,
            mark.isEmpty() ? "" : ",\"liquidation\":\"" + mark + "\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jsonrpc\":\"2.0\",\"result\":{\"trades\":[%s,%s,%s],\"has_more\":true}}",
        "[%s,\n%s,\n%s]",
        "%s\n%s\n%s\n"
      })
  void tradesOfDeribitSayWhoWasLiquidated(String around) throws IOException {
    String text =
        around.formatted(
            deribit(1, "BTC-PERPETUAL", "buy", ""),
            deribit(2, "BTC-PERPETUAL", "sell", "T"),
            deribit(3, "BTC_USDC-PERPETUAL", "sell", "MT"));
    StagedFile file = stage("deribit", write(folder, "deribit/trades_2026-06-12.json", text));
    assertThat(file.refusal()).isNull();
    assertThat(trades(file))
        .containsExactly(
            "deribit inverse_perp BTC-PERPETUAL 1 1 buy 50000.0 0.02 100.0",
            "deribit inverse_perp BTC-PERPETUAL 2 2 sell 50000.0 0.02 100.0",
            "deribit linear_perp BTC_USDC-PERPETUAL 3 3 sell 50000.0 1000.0 -");
    assertThat(forced(file))
        .containsExactlyInAnyOrder(
            "BTC-PERPETUAL 2 2-T long 50000.0 trade 0.02 1000.0 market full",
            "BTC_USDC-PERPETUAL 3 3-T long 50000.0 trade 1000.0 5.0E7 market full",
            "BTC_USDC-PERPETUAL 3 3-M short 50000.0 trade 1000.0 5.0E7 market full");
  }

  @Test
  void tradesOfDeribitAsCsvAreTheSame() throws IOException {
    String text =
        "trade_id,timestamp,price,amount,direction,instrument_name,liquidation\n"
            + "ETH-77,%d,2500,10000,buy,ETH-PERPETUAL,M\n".formatted(T0 + 5)
            + "ETH-78,2026-06-12 00:00:00.006,2500,10000,sell,ETH-PERPETUAL,\n"
            + "BTC-1,%d,50000,10,buy,BTC-PERPETUAL,\n".formatted(T0 + 7);
    Path path = write(folder, "ETH-PERPETUAL-trades-2026-06-12.csv", text);
    StagedFile file = VendorFiles.stage("deribit", path, 100);
    assertThat(trades(file))
        .containsExactly(
            "deribit inverse_perp ETH-PERPETUAL 5 ETH-77 buy 2500.0 4.0 10000.0",
            "deribit inverse_perp ETH-PERPETUAL 6 ETH-78 sell 2500.0 4.0 10000.0");
    assertThat(forced(file))
        .containsExactly("ETH-PERPETUAL 5 ETH-77-M long 2500.0 trade 4.0 10000.0 market full");
    assertThat(file.quarantined()).containsExactly(Map.entry("symbol", 1L));
  }

  @Test
  void fundingOfDeribitIsThatOfTheHour() throws IOException {
    String text =
        ("{\"result\":[{\"timestamp\":%d,\"interest_1h\":-0.00025,\"interest_8h\":0.002,"
                + "\"index_price\":1,\"prev_index_price\":2}]}")
            .formatted(T0 + 3_600_000);
    Path path = write(folder, "BTC-PERPETUAL-funding-2026-06.json", text);
    assertThat(
            StagedRows.of(
                stage("deribit", path),
                ArchiveDataset.FUNDING,
                "product",
                "symbol",
                "unix_millis(ts) - " + T0,
                "rate_kind",
                "rate",
                "interval_minutes"))
        .containsExactly("inverse_perp BTC-PERPETUAL 3600000 settled -2.5E-4 60");
  }

  private static String execution(int id, String taker, String type, String ofMaker) {
    return ("{\"uid\":\"e%d\",\"timestamp\":%d,\"event\":{\"Execution\":{\"execution\":{\"uid\":\"x%d\","
            + "\"timestamp\":%d,\"quantity\":\"3000\",\"price\":\"50000.0\",\"markPrice\":\"1\","
            + "\"takerOrder\":{\"tradeable\":\"PI_XBTUSD\",\"direction\":\"%s\",\"orderType\":\"%s\"},"
            + "\"makerOrder\":{\"tradeable\":\"PI_XBTUSD\",\"direction\":\"%s\",\"orderType\":\"%s\"}},"
            + "\"takerReducedQuantity\":\"\"}}}")
        .formatted(
            id, T0 + id, id, T0 + id, taker, type, taker.equals("Buy") ? "Sell" : "Buy", ofMaker);
  }

  @Test
  void ordersOfTypeLiquidationOfEitherPartyAreForced() throws IOException {
    String text =
        "{\"elements\":[%s,%s,%s,{\"event\":{\"OrderPlaced\":{}}}],\"len\":4}"
            .formatted(
                execution(1, "Sell", "IoC", "Post"),
                execution(2, "Sell", "Liquidation", "Limit"),
                execution(3, "Buy", "Market", "liquidation"));
    StagedFile file = stage("kraken", write(folder, "kraken/executions_2026-06-12.json", text));
    assertThat(file.refusal()).isNull();
    assertThat(trades(file))
        .containsExactly(
            "kraken inverse_perp PI_XBTUSD 1 x1 sell 50000.0 0.06 3000.0",
            "kraken inverse_perp PI_XBTUSD 2 x2 sell 50000.0 0.06 3000.0",
            "kraken inverse_perp PI_XBTUSD 3 x3 buy 50000.0 0.06 3000.0");
    assertThat(forced(file))
        .containsExactly(
            "PI_XBTUSD 2 x2-T long 50000.0 trade 0.06 3000.0 market full",
            "PI_XBTUSD 3 x3-M long 50000.0 trade 0.06 3000.0 market full");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "PF_XBTUSD-history.json | {\"history\":[{\"time\":\"2026-06-12T00:00:00.009Z\",\"trade_id\":3,\"price\":50000,\"size\":0.5,\"side\":\"buy\",\"type\":\"liquidation\",\"uid\":\"u9\"}]}",
        "kraken-feed.ndjson | {\"feed\":\"trade\",\"product_id\":\"PF_XBTUSD\",\"uid\":\"u9\",\"side\":\"buy\",\"type\":\"liquidation\",\"seq\":1,\"time\":1781222400009,\"qty\":0.5,\"price\":50000}",
        "PF_XBTUSD.csv | `time,price,size,side,type,uid\n1781222400009,50000,0.5,buy,liquidation,u9\n`"
      })
  void theHistoryAndTheFeedOfKrakenSayTheTypeOfTheTaker(String name, String text)
      throws IOException {
    StagedFile file = stage("kraken", write(folder, name, text));
    assertThat(file.refusal()).isNull();
    assertThat(trades(file)).containsExactly("kraken linear_perp PF_XBTUSD 9 u9 buy 50000.0 0.5 -");
    assertThat(forced(file))
        .containsExactly("PF_XBTUSD 9 u9-T short 50000.0 trade 0.5 25000.0 market full");
  }

  @Test
  void somethingElseIsRefusedInWords() throws IOException {
    assertThat(
            stage("deribit", write(folder, "deribit/a.json", "{\"error\":{\"code\":1}}")).refusal())
        .contains("the answer is an error");
    assertThat(stage("deribit", write(folder, "deribit/b.json", "{\"x\":1}")).refusal())
        .contains("no trades of Deribit");
    assertThat(stage("kraken", write(folder, "kraken/b.json", "{\"x\":1}")).refusal())
        .contains("no executions of Kraken");
  }
}
