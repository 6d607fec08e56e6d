package io.treadmill.lab.bench;

import java.util.List;

/** One of those that are measured: computes the three tables of an archive. */
interface BenchEngine extends AutoCloseable {
  /** Computes the three tables in full. */
  void run() throws Exception;

  /** Returns sums over the three tables, in the order of {@link BenchQuery#checks()}. */
  List<Double> sums() throws Exception;
}
