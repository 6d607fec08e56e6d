package io.treadmill.jobs.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.conf.CodeVersion;
import io.treadmill.jobs.batch.Batch.Options;
import io.treadmill.jobs.batch.Batch.Reprocess;
import io.treadmill.jobs.batch.Pieces.Piece;
import io.treadmill.jobs.contract.Job;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RunLedger.State;
import io.treadmill.lake.RunLedger.Told;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs of some symbols after, before and between runs of all: each day is computed once. */
class NarrowRunsTest {
  private static final List<Job> JOBS = List.of(Jobs.named("bars"), Jobs.named("heatmap"));
  private static final Instant BEGAN = Instant.parse("2026-04-01T00:00:00Z");
  private static final String CONFIGURATION = "c0ffee";
  private static final Selection BTC = new Selection(null, new TreeSet<>(List.of("BTCUSDT")));
  private static final UtcDays ALL_DAYS = days(1, 5);

  /** The edition of the file of each symbol and day. */
  private final SortedMap<String, String> files = new TreeMap<>();

  private final List<Told> rows = new ArrayList<>();

  /** Whose inputs the archive was asked for. */
  private final Set<Selection> looks = new HashSet<>();

  private static LocalDate day(int day) {
    return LocalDate.of(2026, 3, day);
  }

  private static UtcDays days(int from, int to) {
    return new UtcDays(day(from), day(to));
  }

  @BeforeEach
  void allIsComputed() {
    ALL_DAYS.days().forEach(day -> List.of("BTCUSDT", "ETHUSDT").forEach(s -> file(s, day, "1")));
    assertThat(run(Selection.ALL, 31)).containsExactly("bars " + ALL_DAYS, "heatmap " + ALL_DAYS);
  }

  private void file(String symbol, LocalDate day, String edition) {
    files.put(symbol + "/" + day, edition);
  }

  /** The archive: one file a symbol and day. */
  private final class Files implements JobInputs.Sources {
    @Override
    public SortedMap<String, String> archive(
        ArchiveDataset dataset, UtcDays days, Selection selection) {
      looks.add(selection);
      SortedMap<String, String> found = new TreeMap<>();
      files.forEach(
          (file, edition) -> {
            String symbol = file.substring(0, file.indexOf('/'));
            LocalDate day = LocalDate.parse(file.substring(file.indexOf('/') + 1));
            if (dataset == ArchiveDataset.KLINES
                && days.contains(day)
                && (selection.symbols().isEmpty() || selection.symbols().contains(symbol))) {
              found.merge(
                  "klines/binance/linear_perp/" + day, symbol + edition, (a, b) -> a + "+" + b);
            }
          });
      return found;
    }

    @Override
    public Optional<SortedMap<String, String>> further(Job job, UtcDays days, Selection selection) {
      return Optional.of(new TreeMap<>(Map.of()));
    }
  }

  /** Does what there is to do, as a batch does it, and returns it. */
  private List<String> run(Selection selection, int daysAtATime) {
    List<String> done = new ArrayList<>();
    ComputedDays computed = ComputedDays.of(rows);
    JobInputs inputs = new JobInputs(new Files(), computed, CONFIGURATION);
    Planning planning =
        new Planning(
            List.copyOf(rows),
            computed,
            inputs,
            CONFIGURATION,
            Options.inSteps(false, Reprocess.FAILED, daysAtATime));
    Planning.Asked asked = planning.asked(JOBS, ALL_DAYS, selection, BEGAN);
    for (Piece piece : planning.pieces(asked, planning::todo)) {
      for (Job job : JOBS) {
        for (UtcDays days : planning.todo(job, asked, piece.within()).ranges()) {
          done.add(job.name() + " " + days);
          Instant at = BEGAN.plusSeconds(rows.size());
          Told row =
              new Told(
                  "run",
                  job.name(),
                  State.DONE,
                  days,
                  selection.toString(),
                  inputs.of(job, days, selection).toJson(),
                  CONFIGURATION,
                  CodeVersion.get(),
                  at,
                  at);
          rows.add(row);
          computed.add(row);
        }
      }
    }
    return done;
  }

  @Test
  void whatARunOfASymbolMendedIsDoneForThatSymbol() {
    file("BTCUSDT", day(3), "2");
    assertThat(run(BTC, 31)).containsExactly("bars " + days(3, 3), "heatmap " + days(3, 5));
    assertThat(run(BTC, 31)).as("it is done").isEmpty();
    assertThat(run(Selection.ALL, 31))
        .as("a run of all looks at all")
        .containsExactly("bars " + days(3, 3), "heatmap " + days(3, 5));
    assertThat(run(Selection.ALL, 31)).isEmpty();
    assertThat(run(BTC, 31)).isEmpty();
  }

  @Test
  void daysAfterTheOneThatASymbolMendedFollowInLaterParts() {
    file("BTCUSDT", day(3), "2");
    assertThat(run(BTC, 1))
        .containsExactly(
            "bars " + days(3, 3),
            "heatmap " + days(3, 3),
            "heatmap " + days(4, 4),
            "heatmap " + days(5, 5));
    assertThat(run(BTC, 1)).isEmpty();
  }

  @Test
  void aLaterRunOfAllThatChangedTheInputsOfASymbolIsFollowedOnce() {
    file("BTCUSDT", day(2), "2");
    assertThat(run(BTC, 31)).containsExactly("bars " + days(2, 2), "heatmap " + days(2, 5));
    file("ETHUSDT", day(4), "2");
    assertThat(run(BTC, 31))
        .as("bars of all stood on both files")
        .containsExactly("bars " + days(4, 4), "heatmap " + days(4, 5));
    assertThat(run(BTC, 31)).isEmpty();
    file("BTCUSDT", day(4), "2");
    assertThat(run(Selection.ALL, 31))
        .containsExactly("bars " + days(2, 2), "bars " + days(4, 4), "heatmap " + days(2, 5));
    assertThat(run(BTC, 31)).isEmpty();
    assertThat(run(Selection.ALL, 31)).isEmpty();
  }

  @Test
  void aRunOfASymbolLooksAtTheInputsOfRunsAboutItAlone() {
    rows.clear();
    for (int i = 0; i < 100; i++) {
      String symbol = "X%03dUSDT".formatted(i);
      file(symbol, day(3), "1");
      run(one(symbol), 31);
    }
    looks.clear();
    assertThat(run(one("X007USDT"), 31)).isEmpty();
    assertThat(looks).as("runs about it").containsExactly(one("X007USDT"));
    looks.clear();
    file("X007USDT", day(4), "1");
    assertThat(run(one("X007USDT"), 31)).contains("bars " + days(4, 4));
    assertThat(looks).containsExactly(one("X007USDT"));
  }

  private static Selection one(String symbol) {
    return new Selection(null, new TreeSet<>(List.of(symbol)));
  }
}
