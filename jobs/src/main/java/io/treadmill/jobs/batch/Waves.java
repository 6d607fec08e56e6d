package io.treadmill.jobs.batch;

import io.treadmill.jobs.contract.Job;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Jobs that may run side by side: none reads what another of its wave writes. */
final class Waves {
  private Waves() {}

  /** Returns the waves in order; a job that reads what one of the wave writes begins the next. */
  static List<List<Job>> of(List<Job> jobs) {
    List<List<Job>> waves = new ArrayList<>();
    List<Job> wave = new ArrayList<>();
    for (Job job : jobs) {
      if (wave.stream()
          .anyMatch(other -> !Collections.disjoint(other.plan().writes(), job.plan().reads()))) {
        waves.add(wave);
        wave = new ArrayList<>();
      }
      wave.add(job);
    }
    waves.add(wave);
    return waves;
  }
}
