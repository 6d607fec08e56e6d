package io.treadmill.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Inputs by day: one for each dataset and market, however they are written. */
class DayInputsTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);
  private static final UtcDays DAYS = new UtcDays(FIRST, FIRST.plusDays(2));
  private static final String TIERS = "margin_tiers/binance/linear_perp";

  private static DayInputs of(Map<String, String> found) {
    return DayInputs.of(new TreeMap<>(found), DAYS);
  }

  private static SortedMap<String, String> of(DayInputs inputs, int day) {
    return inputs.byDay().get(FIRST.plusDays(day - 1));
  }

  @Test
  void aDayHasItsDaysOfTheArchiveAndFilesWithoutADayAreOfAll() {
    DayInputs inputs =
        of(
            Map.of(
                "klines/binance/linear_perp/2026-03-02", "a",
                "klines/bybit/linear_perp/2026-03-02", "b",
                "klines/binance/linear_perp/2026-04-02", "c",
                "trades/part-0.parquet", "10@1"));
    assertThat(of(inputs, 1)).containsOnlyKeys("trades/files of others");
    assertThat(of(inputs, 2))
        .containsOnlyKeys(
            "klines/binance/linear_perp", "klines/bybit/linear_perp", "trades/files of others");
    assertThat(of(inputs, 1).values()).containsOnly(of(inputs, 3).get("trades/files of others"));
    assertThat(inputs.byDay().keySet()).containsExactlyElementsOf(DAYS.days());
    assertThat(inputs.daysOfArchive())
        .contains("klines/bybit/linear_perp/2026-03-02", "trades/files of others/2026-03-01")
        .hasSize(5);
    assertThat(of(Map.of("trades/part-0.parquet", "10@2")).hash())
        .isNotEqualTo(of(Map.of("trades/part-0.parquet", "10@1")).hash());
  }

  /** Facts hold from their day on: one that came changes all days from then on and none before. */
  @Test
  void aFactIsAnInputOfAllDaysFromItsOwnOn() {
    DayInputs one = of(Map.of(TIERS + "/2026-01-01", "a"));
    DayInputs two = of(Map.of(TIERS + "/2026-01-01", "a", TIERS + "/2026-03-02", "b"));
    DayInputs later = of(Map.of(TIERS + "/2026-01-01", "a", TIERS + "/2026-03-09", "b"));
    assertThat(of(one, 1)).containsOnlyKeys(TIERS).isEqualTo(of(one, 3));
    assertThat(of(two, 1)).isEqualTo(of(one, 1));
    assertThat(of(two, 2)).isNotEqualTo(of(one, 2)).isEqualTo(of(two, 3));
    assertThat(later).isEqualTo(one);
    assertThat(one.daysOfArchive()).as("no day of the archive: it is of all").isEmpty();
  }

  @Test
  void ofEachInstrumentTheFitInForceIsAnInput() {
    String btc = "leverage_law/binance/linear_perp/BTCUSDT/";
    String eth = "leverage_law/binance/linear_perp/ETHUSDT/";
    DayInputs one = of(Map.of(btc + "2026-02-01", "old", eth + "2026-03-02", "e"));
    DayInputs two =
        of(
            Map.of(
                btc + "2026-01-01",
                "older",
                btc + "2026-02-01",
                "old",
                btc + "2026-03-03",
                "new",
                eth + "2026-03-02",
                "e"));
    assertThat(of(two, 1)).containsOnlyKeys("leverage_law").isEqualTo(of(one, 1));
    assertThat(of(two, 2)).isEqualTo(of(one, 2)).isNotEqualTo(of(one, 1));
    assertThat(of(two, 3)).isNotEqualTo(of(one, 3));
  }

  @Test
  void thoseOfManyInstrumentsAreOneInputOfTheDay() {
    String contract = "contract/binance/inverse_perp/%s/2026-03-02";
    DayInputs inputs = of(Map.of(contract.formatted("A"), "1", contract.formatted("B"), "2"));
    assertThat(of(inputs, 1)).isEmpty();
    assertThat(of(inputs, 2)).containsOnlyKeys("contract");
    assertThat(of(of(Map.of(contract.formatted("A"), "1")), 2)).isNotEqualTo(of(inputs, 2));
  }

  @Test
  void textsOfTheLedgerAreReadBack() {
    DayInputs inputs = of(Map.of("klines/binance/linear_perp/2026-03-02", "a"));
    assertThat(DayInputs.ofJson(inputs.toJson(), DAYS)).isEqualTo(inputs);
    assertThat(DayInputs.isOfEarlierVersion(inputs.toJson())).isFalse();
    assertThat(DayInputs.none().toJson()).isEqualTo("{}");
    assertThatThrownBy(() -> DayInputs.ofJson("[1", DAYS)).hasMessageContaining("[1");
  }

  /** One map of all inputs of a run: a hash for each file, and what the inputs were made of. */
  @Test
  void textsOfEarlierVersionsAreReadAsIfTheyWereWrittenByDay() {
    SortedMap<String, String> then = new TreeMap<>();
    then.put("klines/binance/linear_perp/2026-03-02", "a+b");
    then.put(TIERS + "/2026-01-01", "t");
    then.put("bars:klines/binance/linear_perp/2026-03-02", "a+b");
    for (LocalDate day : DAYS.days()) {
      then.put("trades/part-0.parquet/" + day, "10@1");
      then.put("instruments/list.parquet/" + day, "7@1");
    }
    String json =
        then.entrySet().stream()
            .map(input -> "\"%s\":\"%s\"".formatted(input.getKey(), input.getValue()))
            .collect(java.util.stream.Collectors.joining(",", "{", "}"));
    assertThat(DayInputs.isOfEarlierVersion(json)).isTrue();
    assertThat(DayInputs.ofJson(json, DAYS))
        .isEqualTo(
            of(
                Map.of(
                    "klines/binance/linear_perp/2026-03-02",
                    "a+b",
                    TIERS + "/2026-01-01",
                    "t",
                    "trades/part-0.parquet",
                    "10@1",
                    "instruments/list.parquet",
                    "7@1")));
  }

  @Test
  void aDifferenceNamesWhatCameWentAndChanged() {
    SortedMap<String, String> then =
        new TreeMap<>(Map.of("bars", "1", "calibrate", "3", "klines/a", "0011223344", "x", "9"));
    SortedMap<String, String> now =
        new TreeMap<>(Map.of("bars", "2", "d", "4", "klines/a", "ffeeddccbb", "x", "9"));
    now.put(DayInputs.DAY_BEFORE, "5");
    assertThat(DayInputs.difference(then, now))
        .isEqualTo(
            "bars changed, calibrate is gone, d came, the day before changed,"
                + " klines/a 001122 -> ffeedd");
  }
}
