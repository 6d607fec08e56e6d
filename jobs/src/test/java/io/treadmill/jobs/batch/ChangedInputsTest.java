package io.treadmill.jobs.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.batch.ChangedInputs.Stretched;
import io.treadmill.lake.RunLedger.Inputs;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a run computes again: inputs that changed, came late, or vanished. */
class ChangedInputsTest {
  private static final UtcDays NIGHT = UtcDays.of(day(9));

  private static LocalDate day(int day) {
    return LocalDate.of(2026, 3, day);
  }

  private static UtcDays days(int from, int to) {
    return new UtcDays(day(from), day(to));
  }

  private static String klines(int day) {
    return "klines/binance/linear_perp/" + day(day);
  }

  /** What a run of some days used: each day its klines, less some days. */
  private static SortedMap<String, String> inputs(UtcDays days, Integer... without) {
    SortedMap<String, String> inputs = new TreeMap<>();
    days.days().forEach(day -> inputs.put("klines/binance/linear_perp/" + day, "a"));
    for (int day : without) {
      inputs.remove(klines(day));
    }
    return inputs;
  }

  private static Stretched stretched(
      Inputs used, SortedMap<String, String> now, boolean allowEmpty) {
    return Stretched.of(
        NIGHT, Selection.ALL, Map.of(Selection.ALL, used), Map.of(Selection.ALL, now), allowEmpty);
  }

  @Test
  void nothingNewIsNoReasonToComputeAnythingAgain() {
    Inputs used = Inputs.of(inputs(days(1, 8)), days(1, 8));
    assertThat(stretched(used, inputs(days(1, 8)), false))
        .isEqualTo(new Stretched(NIGHT, new TreeSet<>()));
  }

  @Test
  void aDayThatWasMissingWhenItWasComputedIsAChangeOnceItIsThere() {
    Inputs used = Inputs.of(inputs(days(1, 8), 4), days(1, 8));
    assertThat(stretched(used, inputs(days(1, 8)), false).days()).isEqualTo(days(4, 9));
    SortedMap<String, String> late = inputs(days(1, 8));
    late.remove(klines(4));
    late.put("open_interest/binance/linear_perp/" + day(6), "b");
    assertThat(stretched(used, late, false).days())
        .as("another dataset of a computed day")
        .isEqualTo(days(6, 9));
  }

  @Test
  void aDayThatWasNeverComputedIsNone() {
    Inputs used =
        Inputs.of(inputs(days(1, 2)), days(1, 2)).then(Inputs.of(inputs(days(7, 8)), days(7, 8)));
    assertThat(stretched(used, inputs(days(1, 8)), false).days()).isEqualTo(NIGHT);
  }

  @Test
  void aDayThatVanishedIsToldAndItsRowsAreKept() {
    Inputs used = Inputs.of(inputs(days(1, 8)), days(1, 8));
    SortedMap<String, String> now = inputs(days(1, 8), 4);
    Stretched kept = stretched(used, now, false);
    assertThat(kept.vanished()).containsExactly(klines(4));
    assertThat(kept.days()).isEqualTo(NIGHT);
    assertThat(kept.vanishedOf(days(4, 9))).containsExactly(klines(4));
    assertThat(kept.vanishedOf(days(5, 9))).isEmpty();
    now.put(klines(2), "corrected");
    now.put(klines(6), "corrected");
    assertThat(stretched(used, now, false).days())
        .as("no day up to the last that vanished is computed again")
        .isEqualTo(days(5, 9));
    assertThat(
            Stretched.of(
                    UtcDays.of(day(1)),
                    Selection.ALL,
                    Map.of(Selection.ALL, used),
                    Map.of(Selection.ALL, now),
                    false)
                .days())
        .as("nor one from the first on that vanished, for days before")
        .isEqualTo(days(1, 3));
    Stretched removed = stretched(used, now, true);
    assertThat(removed.vanished()).isEmpty();
    assertThat(removed.days()).isEqualTo(days(2, 9));
  }

  @Test
  void aDayThatWasRemovedAndComesBackIsAChange() {
    Inputs removed =
        Inputs.of(inputs(days(1, 8)), days(1, 8))
            .then(Inputs.of(inputs(days(4, 9), 4), days(4, 9)));
    assertThat(stretched(removed, inputs(days(1, 9), 4), false))
        .as("it was told by the run that removed it")
        .isEqualTo(new Stretched(NIGHT, new TreeSet<>()));
    assertThat(stretched(removed, inputs(days(1, 9)), false).days()).isEqualTo(days(4, 9));
  }

  @Test
  void whatAnEarlierJobNoLongerUsedIsAChangeAndFilesOfOthersMayGetOtherNames() {
    SortedMap<String, String> then = inputs(days(1, 8));
    then.put("bars:" + klines(3), "a");
    then.put("trades/part-0.parquet/" + day(5), "10@1");
    Inputs used = Inputs.of(then, days(1, 8));
    SortedMap<String, String> now = inputs(days(1, 8));
    now.put("trades/part-1.parquet/" + day(5), "10@2");
    Stretched later = stretched(used, now, false);
    assertThat(later.vanished()).isEmpty();
    assertThat(later.days()).isEqualTo(days(3, 9));
    now.remove("trades/part-1.parquet/" + day(5));
    assertThat(stretched(used, now, false).vanished())
        .containsExactly("trades/part-0.parquet/" + day(5));
  }

  @Test
  void aRunOfMoreInstrumentsSettlesWhatOneOfFewerFound() {
    Selection btc = new Selection(null, new TreeSet<>(List.of("BTCUSDT")));
    assertThat(Selection.ALL.containsAll(btc)).isTrue();
    Map<Selection, Inputs> used =
        Map.of(
            btc,
            Inputs.of(inputs(days(4, 4)), days(4, 4)),
            Selection.ALL,
            Inputs.of(inputs(days(1, 8), 4), days(1, 8)));
    SortedMap<String, String> now = inputs(days(1, 8), 4);
    Stretched both =
        Stretched.of(
            NIGHT,
            Selection.ALL,
            used,
            Map.of(btc, inputs(days(4, 4), 4), Selection.ALL, now),
            false);
    assertThat(both).isEqualTo(new Stretched(NIGHT, new TreeSet<>()));
  }
}
