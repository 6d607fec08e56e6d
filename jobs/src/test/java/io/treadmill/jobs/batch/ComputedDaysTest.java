package io.treadmill.jobs.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.MemoryLake;
import io.treadmill.jobs.contract.Job;
import io.treadmill.lake.DayInputs;
import io.treadmill.lake.RunLedger;
import io.treadmill.lake.RunLedger.State;
import io.treadmill.lake.RunLedger.Told;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The ledger, and which days it says were computed from what. */
class ComputedDaysTest {
  private static final Instant STARTED = Instant.parse("2026-03-05T01:00:00Z");
  private static final String CONFIGURATION = "c0ffee";
  private static final Job BARS = Jobs.named("bars");
  private static final Job REALISED = Jobs.named("realised");
  private static final Job HEATMAP = Jobs.named("heatmap");
  private static final Selection BTC = of("BTCUSDT");

  private final List<Told> rows = new ArrayList<>();

  private static Selection of(String... symbols) {
    return new Selection(null, new TreeSet<>(List.of(symbols)));
  }

  private static LocalDate day(int day) {
    return LocalDate.of(2026, 3, day);
  }

  private static UtcDays days(int from, int to) {
    return new UtcDays(day(from), day(to));
  }

  private static DayInputs inputs(UtcDays days, String hash) {
    SortedMap<String, String> found = new TreeMap<>();
    days.days().forEach(day -> found.put("klines/binance/linear_perp/" + day, hash));
    return DayInputs.of(found, days);
  }

  private static String hash(int day, String hash) {
    return DayInputs.hash(inputs(days(day, day), hash).byDay().get(day(day)));
  }

  private static RunLedger.Entry entry(
      String job, State state, Selection selection, UtcDays days, String hash, int minutes) {
    return new RunLedger.Entry(
        "run",
        job,
        state,
        days,
        selection,
        inputs(days, hash),
        new TreeMap<>(),
        CONFIGURATION,
        List.of(),
        null,
        STARTED,
        STARTED.plusSeconds(60L * minutes));
  }

  private void row(Job job, Selection selection, UtcDays days, String json) {
    rows.add(
        new Told(
            "run",
            job.name(),
            State.DONE,
            days,
            selection.toString(),
            json,
            CONFIGURATION,
            "1",
            STARTED,
            STARTED.plusSeconds(rows.size())));
  }

  private Set<LocalDate> computed(Job job, Selection selection) {
    Set<LocalDate> result = new TreeSet<>();
    ComputedDays.of(rows)
        .of(job, selection, CONFIGURATION)
        .values()
        .forEach(days -> result.addAll(days.keySet()));
    return result;
  }

  /** The last hash of each day; what is added by the same hand needs no reading. */
  @Test
  void whatAJobUsedIsReadFromRunsThatEndedWell() {
    RunLedger ledger = new RunLedger(new MemoryLake());
    // The later run stands first.
    ledger.add(entry("bars", State.DONE, Selection.ALL, days(1, 2), "3", 9));
    ledger.add(entry("bars", State.DONE, Selection.ALL, days(2, 6), "1", 5));
    ledger.add(entry("bars", State.FAILED, Selection.ALL, days(1, 9), "4", 10));
    ledger.add(entry("batch", State.DONE, Selection.ALL, days(1, 9), "4", 11));
    ledger.write();
    ledger.add(entry("bars", State.DONE, Selection.ALL, days(6, 7), "5", 11));
    ComputedDays computed = ComputedDays.of(ledger.told());
    Map<LocalDate, String> hashes = new TreeMap<>();
    computed
        .of(BARS, Selection.ALL, CONFIGURATION)
        .get(Selection.ALL)
        .forEach((day, of) -> hashes.put(day, DayInputs.hash(of.inputs())));
    days(1, 7)
        .days()
        .forEach(
            day ->
                assertThat(hashes.get(day))
                    .isEqualTo(
                        hash(
                            day.getDayOfMonth(),
                            day.getDayOfMonth() < 3 ? "3" : day.getDayOfMonth() < 6 ? "1" : "5")));
    assertThat(hashes).hasSize(7);
    assertThat(computed.of(BARS, Selection.ALL, "other settings")).isEmpty();
    assertThat(computed.of(HEATMAP, Selection.ALL, CONFIGURATION)).isEmpty();
    ledger.forgetDone();
    assertThat(ledger.told()).as("the run that added it failed").hasSize(4);
  }

  @Test
  void aRunOfMoreInstrumentsTakesThePlaceOfEarlierOnesOfFewer() {
    row(BARS, BTC, days(1, 4), inputs(days(1, 4), "a").toJson());
    row(BARS, Selection.ALL, days(3, 5), inputs(days(3, 5), "b").toJson());
    ComputedDays computed = ComputedDays.of(rows);
    assertThat(computed.of(BARS, BTC, CONFIGURATION).get(BTC).keySet())
        .containsExactly(day(1), day(2));
    assertThat(computed.hash(BARS, day(3), BTC, CONFIGURATION)).contains(hash(3, "b"));
    row(BARS, BTC, days(4, 4), inputs(days(4, 4), "c").toJson());
    assertThat(computed(BARS, BTC)).hasSize(5);
    assertThat(ComputedDays.of(rows).hash(BARS, day(4), BTC, CONFIGURATION))
        .as("what came last for just these")
        .contains(hash(4, "c"));
    assertThat(ComputedDays.of(rows).hash(BARS, day(4), Selection.ALL, CONFIGURATION))
        .contains(hash(4, "b"));
    assertThat(ComputedDays.of(rows).of(BARS, of("ETHUSDT"), CONFIGURATION))
        .containsOnlyKeys(Selection.ALL);
  }

  /** Rows of earlier versions name the inputs of inputs; today a day of a job has one hash. */
  @Test
  void aRowOfAnEarlierVersionStandsOnWhatWasComputedWhenItWasWritten() {
    String klines = "\"%sklines/binance/linear_perp/2026-03-0%d\":\"a\"";
    row(
        BARS,
        Selection.ALL,
        days(1, 2),
        "{%s,%s}".formatted(klines, klines).formatted("", 1, "", 2));
    row(REALISED, Selection.ALL, days(1, 2), "{%s}".formatted(klines).formatted("bars:", 1));
    row(HEATMAP, Selection.ALL, days(1, 2), "{%s}".formatted(klines).formatted("bars:", 1));
    row(BARS, Selection.ALL, days(2, 2), inputs(days(2, 2), "corrected").toJson());
    ComputedDays computed = ComputedDays.of(rows);
    SortedMap<String, String> first =
        computed.of(HEATMAP, BTC, CONFIGURATION).get(Selection.ALL).get(day(1)).inputs();
    SortedMap<String, String> second =
        computed.of(HEATMAP, BTC, CONFIGURATION).get(Selection.ALL).get(day(2)).inputs();
    assertThat(first).containsOnlyKeys("bars", "realised");
    assertThat(first.get("bars"))
        .isEqualTo(computed.hash(BARS, day(1), Selection.ALL, CONFIGURATION).orElseThrow());
    assertThat(second)
        .containsOnlyKeys("bars", "realised", DayInputs.DAY_BEFORE)
        .containsEntry(DayInputs.DAY_BEFORE, DayInputs.hash(first));
    assertThat(second.get("bars"))
        .as("bars were computed again since")
        .isEqualTo(hash(2, "a"))
        .isNotEqualTo(computed.hash(BARS, day(2), Selection.ALL, CONFIGURATION).orElseThrow());
  }

  @Test
  void daysOfTheArchiveAreFoundThroughTheMakersOfTables() {
    row(BARS, Selection.ALL, days(1, 2), inputs(days(1, 2), "a").toJson());
    row(REALISED, Selection.ALL, days(1, 2), "{}");
    assertThat(ComputedDays.of(rows).daysOfArchive(HEATMAP, days(2, 3), BTC, CONFIGURATION))
        .containsExactly("klines/binance/linear_perp/2026-03-02");
  }
}
