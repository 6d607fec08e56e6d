package io.treadmill.jobs.ingest;

import static io.treadmill.jobs.ingest.StagedRows.stage;
import static io.treadmill.jobs.ingest.VendorFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.jobs.ingest.format.FileName;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.jobs.ingest.vendors.Vendors;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.market.contract.Register;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of Coinalyze: the unit is that of the market unless it is said, the stamps seconds. */
class CoinalyzeTest {
  private static final long T0 = 1_781_222_400L; // 2026-06-12T00:00:00Z

  @TempDir Path folder;

  private static String answer(String symbol, String... bars) {
    return "{\"symbol\":\"%s\",\"history\":[%s]}".formatted(symbol, String.join(",", bars));
  }

  private static String total(int hour, double longs, double shorts) {
    return "{\"t\":%d,\"l\":%s,\"s\":%s}".formatted(T0 + hour * 3600L, longs, shorts);
  }

  private static String value(int hour, double open, double close) {
    return "{\"t\":%d,\"o\":%s,\"h\":%s,\"l\":%s,\"c\":%s}"
        .formatted(T0 + hour * 3600L, open, Math.max(open, close), Math.min(open, close), close);
  }

  private List<String> totals(StagedFile file) {
    return StagedRows.of(
        file,
        ArchiveDataset.LIQUIDATION_BARS,
        "venue",
        "product",
        "symbol",
        "unix_seconds(ts) - " + T0,
        "interval_seconds",
        "scope",
        "venue_set",
        "long_usd",
        "short_usd",
        "long_base",
        "short_base");
  }

  @Test
  void totalsAreInTheUnitOfEachMarket() throws IOException {
    String text =
        "["
            + answer("BTCUSDT_PERP.A", total(0, 1.5, 0), total(2, 3, 4))
            + ","
            + answer("BTCUSD_PERP.A", total(1, 700, 800))
            + ","
            + answer("ETHUSDT_PERP.3")
            + "]";
    StagedFile file =
        stage("coinalyze", write(folder, "coinalyze/liquidation-history-1h.json", text));
    assertThat(file.refusal()).isNull();
    assertThat(totals(file))
        .containsExactly(
            "coinalyze linear_perp BTCUSDT 0 3600 pair binance - 0.0 1.5 0.0",
            "coinalyze linear_perp BTCUSDT 7200 3600 pair binance - - 3.0 4.0",
            "coinalyze inverse_perp BTCUSD_PERP 3600 3600 pair binance 700.0 800.0 - -");
    assertThat(file.notes()).anyMatch(note -> note.contains("convert_to_usd=true"));
  }

  @Test
  void theNameOrTheOptionSaysThatTotalsAreInUsd() throws IOException {
    String text = "[" + answer("BTCUSDT.6", total(0, 90_000, 100)) + "]";
    String usd = "coinalyze linear_perp BTCUSDT 0 3600 pair bybit 90000.0 100.0 - -";
    Path named = write(folder, "BTCUSDT.6-liquidation-history-1h-usd-2026-06-12.json", text);
    StagedFile file = stage("coinalyze", named);
    assertThat(totals(file)).containsExactly(usd);
    assertThat(file.notes()).isEmpty();
    assertThat(file.file().from()).hasToString("2026-06-12");
    Path plain = write(folder, "BTCUSDT.6-1h.json", text);
    assertThat(totals(stage("coinalyze", plain, "quote"))).containsExactly(usd);
    assertThat(totals(stage("coinalyze", plain)))
        .containsExactly("coinalyze linear_perp BTCUSDT 0 3600 pair bybit - - 90000.0 100.0");
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "BTCUSDT_PERP.A, binance linear_perp BTCUSDT",
    "BTCUSD_PERP.A, binance inverse_perp BTCUSD_PERP",
    "BTCUSD.6, bybit inverse_perp BTCUSD",
    "BTCUSDT_PERP.3, okx linear_perp BTC-USDT-SWAP",
    "BTCUSD_PERP.4, htx inverse_perp BTC-USD",
    "BTCUSD_PERP.0, bitmex inverse_perp XBTUSD",
    "BTC-PERPETUAL.2, deribit inverse_perp BTC-PERPETUAL",
    "BTCUSDT_PERP.F, bitfinex linear_perp BTCF0:USTF0",
    "pf_xbtusd.K, kraken linear_perp PF_XBTUSD",
    "BTC.H, hyperliquid linear_perp BTC",
    "BTC_USDT.Y, gate linear_perp BTC_USDT"
  })
  void openInterestBelongsToTheVenueAtTheEndOfTheBar(String theirs, String ours)
      throws IOException {
    String name = theirs + "-open-interest-history-1h.json";
    StagedFile file =
        stage("coinalyze", write(folder, name, "[" + answer(theirs, value(3, 10, 40)) + "]"));
    assertThat(file.refusal()).isNull();
    List<String> rows =
        StagedRows.of(
            file,
            ArchiveDataset.OPEN_INTEREST,
            "venue",
            "product",
            "symbol",
            "unix_seconds(ts) - " + T0,
            "unix_seconds(ts_raw) - " + T0);
    assertThat(rows).containsExactly(ours + " 14400 10800");
  }

  @ParameterizedTest(name = "{0} of {1}: coins, contracts, USD are {2}")
  @CsvSource({
    "BTCUSDT_PERP.A, 1h, 40.0 - -",
    "BTCUSDT_PERP.A, 1h-usd, - - 40.0",
    "ETHUSD_PERP.A, 1h, - 4.0 40.0",
    "BTCUSDT.6, 1h, 20.0 - -"
  })
  void openInterestKeepsItsUnit(String theirs, String interval, String amounts) throws IOException {
    String name = "%s-open-interest-history-%s.json".formatted(theirs, interval);
    StagedFile file =
        stage("coinalyze", write(folder, name, "[" + answer(theirs, value(0, 10, 40)) + "]"));
    assertThat(
            StagedRows.of(
                file,
                ArchiveDataset.OPEN_INTEREST,
                "open_interest_base",
                "open_interest_contracts",
                "open_interest_usd"))
        .containsExactly(amounts);
  }

  @Test
  void fundingIsPercentAndNoSettlement() throws IOException {
    Path path =
        write(
            folder,
            "BTCUSDT_PERP.A-funding-rate-history-1h.json",
            "[" + answer("BTCUSDT_PERP.A", value(7, 0.5, -0.25)) + "]");
    assertThat(
            StagedRows.of(
                stage("coinalyze", path),
                ArchiveDataset.FUNDING,
                "venue",
                "symbol",
                "unix_seconds(ts) - " + T0,
                "rate_kind",
                "rate"))
        .containsExactly("binance BTCUSDT 28800 predicted -0.0025");
  }

  @Test
  void barsBecomeCoins() throws IOException {
    String bar =
        "{\"t\":%d,\"o\":100,\"h\":130,\"l\":90,\"c\":125,\"v\":50,\"bv\":20,\"tx\":9,\"btx\":3}"
            .formatted(T0);
    for (String theirs : List.of("BTCUSDT_PERP.A", "BTCUSD_PERP.A")) {
      Path path = write(folder, theirs + "-ohlcv-history-5m.json", "[" + answer(theirs, bar) + "]");
      assertThat(
              StagedRows.of(
                  stage("coinalyze", path),
                  ArchiveDataset.KLINES,
                  "interval_seconds",
                  "open",
                  "high",
                  "low",
                  "close",
                  "base_volume",
                  "quote_volume",
                  "taker_buy_base_volume",
                  "trade_count"))
          .as(theirs)
          .containsExactly(
              theirs.contains("USDT")
                  ? "300 100.0 130.0 90.0 125.0 50.0 - 20.0 9"
                  : "300 100.0 130.0 90.0 125.0 0.4 50.0 0.16 9");
    }
  }

  @Test
  void theShortestStepIsTheIntervalWhereTheNameSaysNone() throws IOException {
    String text =
        "[" + answer("BTC.H", total(0, 1, 1), total(5, 1, 1), total(6, 1, 1), total(9, 1, 1)) + "]";
    StagedFile file = stage("coinalyze", write(folder, "BTC.H.json", text));
    assertThat(StagedRows.of(file, ArchiveDataset.LIQUIDATION_BARS, "interval_seconds"))
        .containsOnly("3600")
        .hasSize(4);
    String one = "[" + answer("BTC.H", total(0, 1, 1)) + "]";
    assertThat(stage("coinalyze", write(folder, "one/BTC.H.json", one)).refusal())
        .contains("do not tell their interval");
  }

  @Test
  void aBarThatIsNotOverAndAnotherMarketAreSetAside() throws IOException {
    long now = VendorFiles.NOW.getEpochSecond();
    String forming = "{\"t\":%d,\"l\":1,\"s\":1}".formatted(now);
    String text =
        "["
            + answer("BTCUSDT_PERP.A", forming)
            + ","
            + answer("ETHUSDT_PERP.A", total(0, 1, 1))
            + "]";
    Path path = write(folder, "BTCUSDT_PERP.A-1h.json", text);
    StagedFile file = VendorFiles.stage("coinalyze", path, 100);
    assertThat(file.quarantined())
        .containsExactly(Map.entry("bar_not_over", 1L), Map.entry("symbol", 1L));
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "BTC.H-1h.json | {\"message\":\"Invalid key\"} | an error: Invalid key",
        "BTC.H-1h.json | {\"code\":\"0\",\"data\":[]} | ingest coinglass",
        "BTC.H-1h.json | [] | no symbol in the answer",
        "BTC.H-1h.json | [[1,2,3,4,5,6]] | freqtrade",
        "BTC.H-1h.json | [{\"symbol\":\"BTC.H\",\"history\":[{\"t\":1,\"o\":1,\"c\":1}]}] | name the file SYMBOL-KIND",
        "BTC.H-ohlcv-1h.json | [{\"symbol\":\"BTC.H\",\"history\":[{\"t\":1,\"l\":1,\"s\":1}]}] | no ohlcv-history",
        "BTC.H-1h.json | [{\"symbol\":\"BTC.H\",\"hist | not whole JSON"
      })
  void anAnswerThatIsNoneIsRefusedInWords(String name, String text, String why) throws IOException {
    assertThat(stage("coinalyze", write(folder, name, text)).refusal()).contains(why);
  }

  @Test
  void aNameThatSaysNoMarketIsOfNoUse() {
    IngestRequest request = IngestRequest.of("coinalyze", List.of());
    assertThat(
            Vendors.of("coinalyze")
                .detect(FileName.of("d/BTC_USDT-5m.json", 1), request, Register.RULES))
        .isEmpty();
    assertThatThrownBy(
            () ->
                Vendors.of("coinalyze")
                    .detect(FileName.of("d/BTCUSDT.Q-1h.json", 1), request, Register.RULES))
        .hasMessageContaining("exchange after the dot is not known");
  }
}
