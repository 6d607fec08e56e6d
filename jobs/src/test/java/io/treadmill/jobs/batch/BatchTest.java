package io.treadmill.jobs.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.contract.Job;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchTest {
  @Test
  void jobsThatDoNotReadWhatTheOtherWritesRunSideBySide() {
    assertThat(Waves.of(Jobs.all()))
        .extracting(wave -> wave.stream().map(Job::name).toList())
        .containsExactly(
            List.of("bars"),
            List.of("realised", "flow"),
            List.of("calibrate"),
            List.of("heatmap"),
            List.of("asset", "score", "statistics"));
  }

  @Test
  void everyJobComesAfterThoseWhoseTablesItReads() {
    List<Job> all = Jobs.all();
    for (int i = 0; i < all.size(); i++) {
      for (Job later : all.subList(i + 1, all.size())) {
        assertThat(all.get(i).plan().reads())
            .as(all.get(i).name() + " before " + later.name())
            .doesNotContainAnyElementsOf(later.plan().writes());
      }
    }
  }
}
