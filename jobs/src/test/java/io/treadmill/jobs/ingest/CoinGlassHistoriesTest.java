package io.treadmill.jobs.ingest;

import static io.treadmill.jobs.ingest.VendorFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.conf.UserError;
import io.treadmill.lake.ArchiveDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Open interest, funding and single orders of CoinGlass. */
class CoinGlassHistoriesTest {
  private static final String OHLC =
      "{\"code\":\"0\",\"msg\":\"success\",\"data\":["
          + "{\"time\":1781222400000,\"open\":\"1\",\"high\":\"9\",\"low\":\"1\",\"close\":\"%s\"},"
          + "{\"time\":1781226000000,\"open\":\"1\",\"high\":\"9\",\"low\":\"1\",\"close\":\"%s\"}]}";

  @TempDir Path folder;

  private StagedFile stage(String name, String text) throws IOException {
    return StagedRows.stage("coinglass", write(folder, name, text));
  }

  private static List<String> interest(StagedFile file) {
    assertThat(file.refusal()).isNull();
    return StagedRows.of(
        file,
        ArchiveDataset.OPEN_INTEREST,
        "venue",
        "product",
        "symbol",
        "ts",
        "ts_raw",
        "ts_label",
        "interval_seconds",
        "open_interest_base",
        "open_interest_contracts",
        "open_interest_usd");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "BTCUSDT-binance, binance linear_perp BTCUSDT, - - 8000.0",
    "BTC-USDT-SWAP-okx, okx linear_perp BTC-USDT-SWAP, - - 8000.0",
    "BTCUSD_PERP-Binance, binance inverse_perp BTCUSD_PERP, - 80.0 8000.0",
    "BTCUSDT-Bybit, bybit linear_perp BTCUSDT, - - 4000.0",
    "BTC-hyperliquid, hyperliquid linear_perp BTC, - - 8000.0"
  })
  void openInterestOfAVenueIsThatAtTheEndOfTheBar(String name, String instrument, String amounts)
      throws IOException {
    StagedFile file =
        stage(name + "-open-interest-history-1h-2026-06-12.json", OHLC.formatted("8000", "8001"));
    assertThat(interest(file))
        .hasSize(2)
        .first()
        .isEqualTo(
            instrument + " 2026-06-12 01:00:00 2026-06-12 00:00:00 period_start 3600 " + amounts);
  }

  @Test
  void openInterestOfAllVenuesIsTheAggregators() throws IOException {
    StagedFile file =
        stage("BTC-all-aggregated-open-interest-history-1h.json", OHLC.formatted("8000", "8001"));
    assertThat(interest(file).get(1))
        .isEqualTo(
            "coinglass linear_perp BTC 2026-06-12 02:00:00 2026-06-12 01:00:00 period_start 3600"
                + " - - 8001.0");
  }

  @Test
  void ratesOfFundingArePercentAndPredictions() throws IOException {
    StagedFile file =
        stage("ETHUSDT-bybit-funding-rate-history-8h.json", OHLC.formatted("0.01", "x"));
    assertThat(file.quarantined().keySet()).containsExactlyInAnyOrder("off_grid");
    StagedFile hourly =
        VendorFiles.stage(
            "coinglass",
            write(
                folder, "ETHUSDT-bybit-funding-rate-history-1h.json", OHLC.formatted("0.01", "x")),
            100);
    assertThat(
            StagedRows.of(
                hourly, ArchiveDataset.FUNDING, "venue", "symbol", "ts", "rate_kind", "rate"))
        .containsExactly("bybit ETHUSDT 2026-06-12 01:00:00 predicted 1.0E-4");
    assertThat(hourly.quarantined()).containsExactly(Map.entry("not_a_number", 1L));
  }

  private static String order(String exchange, int side, String usd) {
    return ("{\"exchange_name\":\"%s\",\"symbol\":\"BTCUSDT\",\"base_asset\":\"BTC\","
            + "\"price\":50000.0,\"usd_value\":%s,\"side\":%d,\"time\":1781222400%03d}")
        .formatted(exchange, usd, side, side);
  }

  @Test
  void singleOrdersAreAPartOfAllInCoins() throws IOException {
    String text =
        "{\"code\":\"0\",\"msg\":\"success\",\"data\":[%s,%s]}"
            .formatted(order("BINANCE", 1, "25000"), order("BINANCE", 2, "12500.5"));
    StagedFile file = stage("BTC-binance-liquidation-orders-2026-06-12.json", text);
    assertThat(file.refusal()).isNull();
    assertThat(
            StagedRows.of(
                file,
                ArchiveDataset.LIQUIDATIONS,
                "venue",
                "product",
                "symbol",
                "liquidated_side",
                "price",
                "price_kind",
                "amount",
                "notional_usd",
                "completeness"))
        .containsExactly(
            "binance linear_perp BTCUSDT short 50000.0 order_limit 0.5 25000.0 sampled",
            "binance linear_perp BTCUSDT long 50000.0 order_limit 0.25001 12500.5 sampled");
    String mixed = text.replaceFirst("BINANCE", "OKX");
    StagedFile other =
        VendorFiles.stage(
            "coinglass", write(folder, "BTC-binance-liquidation-orders.json", mixed), 100);
    assertThat(other.quarantined()).containsExactly(Map.entry("venue", 1L));
    assertThatThrownBy(() -> stage("BTC-liquidation-orders.json", text))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("Cannot tell the venue");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BTCUSDT-binance-taker-buy-sell-volume-history-1h.json |"
            + " {\"time\":1,\"taker_buy_volume_usd\":\"1\",\"taker_sell_volume_usd\":\"2\"} |"
            + " without prices",
        "BTC-okx-aggregated-taker-buy-sell-volume-history-1h.json |"
            + " {\"time\":1,\"aggregated_buy_volume_usd\":1} | without prices",
        "BTC-okx-open-interest-history-1h.json | {\"time\":1,\"long_liquidation_usd\":\"1\"} | no"
            + " open interest history",
        "BTC-1h.json | {\"time\":1,\"open\":\"1\",\"close\":\"1\"} |"
            + " PAIR-VENUE-open-interest-history-1h.json"
      })
  void anAnswerThatIsNotWhatItsNameSaysIsRefused(String name, String entry, String why)
      throws IOException {
    String text = "{\"code\":\"0\",\"msg\":\"success\",\"data\":[%s]}".formatted(entry);
    assertThat(stage(name, text).refusal()).contains(why);
  }
}
