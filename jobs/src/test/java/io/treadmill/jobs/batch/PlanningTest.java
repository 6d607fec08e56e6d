package io.treadmill.jobs.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.conf.CodeVersion;
import io.treadmill.jobs.batch.Batch.Options;
import io.treadmill.jobs.batch.Batch.Reprocess;
import io.treadmill.jobs.batch.Pieces.Piece;
import io.treadmill.jobs.contract.Job;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.DayInputs;
import io.treadmill.lake.RunLedger.State;
import io.treadmill.lake.RunLedger.Told;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a batch is about: parts of days, days that failed, a reprocessing that goes on. */
class PlanningTest {
  private static final Job BARS = Jobs.named("bars");
  private static final Job HEATMAP = Jobs.named("heatmap");
  private static final Instant BEGAN = Instant.parse("2026-04-01T00:00:00Z");
  private static final Instant NOW = BEGAN.plusSeconds(3600);
  private static final String CONFIGURATION = "c0ffee";

  private final List<Told> rows = new ArrayList<>();

  private static LocalDate day(int day) {
    return LocalDate.of(2026, 3, day);
  }

  private static UtcDays days(int from, int to) {
    return new UtcDays(day(from), day(to));
  }

  /** Inputs that never change. */
  private static final class Same implements JobInputs.Sources {
    @Override
    public SortedMap<String, String> archive(
        ArchiveDataset dataset, UtcDays days, Selection selection) {
      SortedMap<String, String> found = new TreeMap<>();
      if (dataset == ArchiveDataset.KLINES) {
        days.days().forEach(day -> found.put("klines/binance/linear_perp/" + day, "a"));
      }
      return found;
    }

    @Override
    public Optional<SortedMap<String, String>> further(Job job, UtcDays days, Selection selection) {
      return Optional.of(new TreeMap<>());
    }
  }

  private void row(String job, State state, UtcDays days, DayInputs inputs, int seconds) {
    rows.add(
        new Told(
            "run",
            job,
            state,
            days,
            Selection.ALL.toString(),
            inputs.toJson(),
            CONFIGURATION,
            CodeVersion.get(),
            BEGAN.plusSeconds(seconds),
            BEGAN.plusSeconds(seconds)));
  }

  private void computed(Job job, UtcDays days, int seconds) {
    ComputedDays before = ComputedDays.of(rows);
    DayInputs inputs =
        new JobInputs(new Same(), before, CONFIGURATION).of(job, days, Selection.ALL);
    row(job.name(), State.DONE, days, inputs, seconds);
  }

  private Planning planning(Options options) {
    ComputedDays computed = ComputedDays.of(rows);
    JobInputs inputs = new JobInputs(new Same(), computed, CONFIGURATION);
    return new Planning(rows, computed, inputs, CONFIGURATION, options);
  }

  private List<UtcDays> pieces(Options options, UtcDays days, Job... jobs) {
    Planning planning = planning(options);
    return planning
        .pieces(planning.asked(List.of(jobs), days, Selection.ALL, NOW), planning::todo)
        .stream()
        .map(Piece::days)
        .toList();
  }

  @Test
  void partsBeginWithTheFirstDayThatIsMissing() {
    Options inTwos = Options.inSteps(false, Reprocess.FAILED, 2);
    assertThat(pieces(inTwos, days(1, 5), BARS))
        .containsExactly(days(1, 2), days(3, 4), days(5, 5));
    computed(BARS, days(1, 2), 0);
    assertThat(pieces(inTwos, days(1, 5), BARS)).containsExactly(days(3, 4), days(5, 5));
    assertThat(pieces(inTwos, days(1, 2), BARS)).isEmpty();
    assertThat(pieces(Options.usual(false, Batch.BATCH), days(1, 5), BARS))
        .containsExactly(days(1, 5));
    List<Piece> pieces = Pieces.of(new TreeSet<>(days(1, 5).days()), 2);
    assertThat(pieces.get(0).within()).isEqualTo(new UtcDays(Pieces.ALWAYS.from(), day(2)));
    assertThat(pieces.get(1).within()).isEqualTo(days(3, 4));
    assertThat(pieces.get(2).within()).isEqualTo(new UtcDays(day(5), Pieces.ALWAYS.to()));
  }

  @Test
  void aReprocessingThatDiedIsGoneOnWithAndOneThatEndedBeginsAnew() {
    Options again = Options.inSteps(false, Reprocess.COMPLETED, 2);
    computed(BARS, days(1, 4), 0);
    assertThat(pieces(again, days(1, 4), BARS)).containsExactly(days(1, 2), days(3, 4));
    row(Planning.REPROCESS, State.STARTED, days(1, 4), DayInputs.none(), 10);
    computed(BARS, days(1, 2), 20);
    row(Planning.REPROCESS, State.STARTED, days(1, 4), DayInputs.none(), 30);
    row(Planning.REPROCESS, State.DIED, days(1, 4), DayInputs.none(), 40);
    assertThat(pieces(again, days(1, 4), BARS)).containsExactly(days(3, 4));
    assertThat(pieces(again, days(1, 3), BARS))
        .as("another command")
        .containsExactly(days(1, 2), days(3, 3));
    row(Planning.REPROCESS, State.STARTED, days(1, 4), DayInputs.none(), 50);
    computed(BARS, days(3, 4), 60);
    assertThat(pieces(again, days(1, 4), BARS)).containsExactly(days(1, 2), days(3, 4));
    row(Planning.REPROCESS, State.STARTED, days(1, 4), DayInputs.none(), 70);
    assertThat(pieces(again, days(1, 4), BARS))
        .as("the next one did not get far")
        .containsExactly(days(1, 2), days(3, 4));
  }

  @Test
  void whatStandsOnDaysThatAreComputedAgainIsComputedAgainToo() {
    Options again = Options.inSteps(false, Reprocess.COMPLETED, 31);
    computed(BARS, days(1, 4), 0);
    computed(HEATMAP, days(1, 4), 1);
    assertThat(pieces(again, days(2, 2), BARS)).containsExactly(days(2, 2));
    assertThat(pieces(again, days(2, 2), HEATMAP)).containsExactly(days(2, 4));
    Planning planning = planning(again);
    Todo todo =
        planning.todo(
            HEATMAP,
            planning.asked(List.of(HEATMAP), days(2, 2), Selection.ALL, NOW),
            Pieces.ALWAYS);
    assertThat(todo.why(days(2, 4)))
        .as("who asked for a day hears why it takes three")
        .isEqualTo(
            "2026-03-02: asked for again; 2026-03-03: goes on from a day that is asked for again");
  }

  @Test
  void daysThatFailedAreLeftOutIfThatIsAskedFor() {
    row("batch", State.FAILED, days(2, 3), DayInputs.none(), 5);
    assertThat(pieces(Options.inSteps(false, Reprocess.NONE, 31), days(2, 3), BARS)).isEmpty();
    assertThat(pieces(Options.inSteps(false, Reprocess.FAILED, 31), days(2, 3), BARS))
        .containsExactly(days(2, 3));
    Planning none = planning(Options.inSteps(false, Reprocess.NONE, 31));
    assertThat(none.leftOut(none.asked(List.of(BARS), days(1, 3), Selection.ALL, NOW)))
        .containsExactly(day(2), day(3));
  }

  @Test
  void nightsAfterTheLastOneThatWasComputedWereMissed() {
    assertThat(MissedNights.before(day(9), rows)).isEmpty();
    computed(BARS, days(1, 5), 0);
    assertThat(MissedNights.before(day(9), rows)).as("no night was whole").isEmpty();
    Jobs.all().forEach(job -> computed(job, days(1, 5), 1));
    assertThat(MissedNights.before(day(9), rows)).containsExactly(day(6), day(7), day(8));
    assertThat(MissedNights.before(day(6), rows)).isEmpty();
    assertThat(MissedNights.before(day(3), rows)).isEmpty();
  }
}
