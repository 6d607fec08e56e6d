package io.treadmill.jobs.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.contract.Job;
import io.treadmill.lake.RunLedger.State;
import io.treadmill.lake.RunLedger.Told;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MissedNightsTest {
  private static LocalDate day(int day) {
    return LocalDate.of(2026, 3, day);
  }

  private static Told done(String job, int from, int to) {
    return new Told(
        "run",
        job,
        State.DONE,
        new UtcDays(day(from), day(to)),
        Selection.ALL.toString(),
        "{}",
        "hash",
        "version",
        Instant.EPOCH,
        Instant.EPOCH);
  }

  @Test
  void nightsWithoutInputDoNotFillTheLimit() {
    List<LocalDate> missed = day(1).datesUntil(day(13)).toList();
    MissedNights.Plan plan = MissedNights.Plan.of(missed, night -> night.getDayOfMonth() > 9, 2);
    assertThat(plan.empty()).hasSize(9).contains(day(1), day(9));
    assertThat(plan.now()).containsExactly(day(10), day(11));
    assertThat(plan.later()).containsExactly(day(12));
    assertThat(MissedNights.Plan.of(missed, night -> false, 7).later()).isEmpty();
  }

  @Test
  void aNightOfWhichSomeJobsWereRunAloneIsMissing() {
    List<Told> rows = new ArrayList<>();
    for (Job job : Jobs.all()) {
      rows.add(done(job.name(), 1, 5));
    }
    rows.add(done("bars", 6, 9));
    assertThat(MissedNights.before(day(10), rows)).containsExactly(day(6), day(7), day(8), day(9));
    assertThat(MissedNights.before(day(6), rows)).isEmpty();
    assertThat(MissedNights.before(day(10), rows.subList(0, 1))).isEmpty();
  }

  /** A night that is asked for again says nothing of those before it. */
  @Test
  void theNightItselfDoesNotCount() {
    List<Told> rows = new ArrayList<>();
    for (Job job : Jobs.all()) {
      rows.add(done(job.name(), 1, 3));
      rows.add(done(job.name(), 5, 5));
    }
    assertThat(MissedNights.before(day(5), rows)).containsExactly(day(4));
    assertThat(MissedNights.before(day(6), rows)).isEmpty();
    assertThat(MissedNights.before(day(1), rows)).as("none was ever computed before").isEmpty();
  }

  /** An earlier version had no such job; its nights were whole, and those after them are missed. */
  @Test
  void aJobThatIsNewToTheLakeHidesNoMissedNight() {
    List<Told> rows = new ArrayList<>();
    Jobs.all().stream()
        .map(Job::name)
        .filter(name -> !name.equals("flow"))
        .forEach(name -> rows.add(done(name, 1, 5)));
    assertThat(MissedNights.before(day(8), rows)).containsExactly(day(6), day(7));
    Jobs.all().forEach(job -> rows.add(done(job.name(), 6, 6)));
    assertThat(MissedNights.before(day(8), rows))
        .as("the first night is done")
        .containsExactly(day(7));
    rows.add(done("flow", 7, 7));
    assertThat(MissedNights.before(day(8), rows)).as("of flow alone").containsExactly(day(7));
  }
}
