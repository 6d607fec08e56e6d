package io.treadmill.jobs.instrument;

import io.treadmill.jobs.contract.RunContext;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import scala.Tuple2;

/**
 * Series of the instruments of a run, each as it is asked for: the rows of an instrument come day
 * after day, each series of a day in order of time. They cross from task to task in blocks.
 */
public final class InstrumentRows {
  private final RunContext run;
  private JavaRDD<SeriesBlock> blocks;

  /** Asks for nothing yet. */
  public InstrumentRows(RunContext run) {
    this.run = run;
  }

  /** Asks for series of some days. */
  public InstrumentRows with(UtcDays days, InstrumentSeries... series) {
    for (InstrumentSeries one : series) {
      add(one.blocks(run, days, run.selection()));
    }
    return this;
  }

  /** Asks for all that models read of the days, from an empty book. */
  public InstrumentRows withDays(UtcDays days) {
    // Margin tiers are those as of the end of the day before.
    return with(UtcDays.of(days.from().minusDays(1)), InstrumentSeries.TIER)
        .with(
            days,
            InstrumentSeries.BAR,
            InstrumentSeries.PROFILE,
            InstrumentSeries.OPEN_INTEREST,
            InstrumentSeries.MARK_RANGE,
            InstrumentSeries.PRINTS);
  }

  /** Asks for the states after a day of the books of a parameter set. */
  public InstrumentRows withState(LocalDate day, String parameterSet) {
    add(
        InstrumentSeries.STATE.blocks(
            run,
            UtcDays.of(day),
            run.selection(),
            row -> row.text("parameter_set").equals(parameterSet)));
    return this;
  }

  private void add(JavaRDD<SeriesBlock> series) {
    JavaRDD<SeriesBlock> leveraged = series.filter(block -> isLeveraged(block.key().product()));
    blocks = blocks == null ? leveraged : blocks.union(leveraged);
  }

  /** Returns whether products of a name have a book. */
  private static boolean isLeveraged(String product) {
    return List.of("linear_perp", "inverse_perp", "linear_future", "inverse_future")
        .contains(product);
  }

  /** Hands the sorted rows of each instrument that has a book to a function. */
  public <T> JavaRDD<T> ofEach(FlatMapGroupsFunction<String, InstrumentRow, T> function) {
    int tasks = InstrumentGroups.tasks(blocks.context());
    return blocks
        .coalesce(2 * blocks.context().defaultParallelism())
        .mapToPair(block -> new Tuple2<>(block.key(), block))
        .repartitionAndSortWithinPartitions(
            new ByInstrument(tasks), Comparator.<SeriesBlock.Key>naturalOrder())
        .mapPartitions(
            part ->
                new InstrumentGroups.Made<InstrumentRow, InstrumentRow, T>(
                    new Sorted(part), InstrumentRow::instrumentKey, row -> row, function));
  }

  /** Returns the sorted rows of all instruments, held in memory. */
  public Iterator<InstrumentRow> collected() {
    return new Sorted(
        blocks.collect().stream()
            .map(block -> new Tuple2<>(block.key(), block))
            .sorted(Comparator.comparing(Tuple2::_1))
            .iterator());
  }

  /** All rows of an instrument come to one task. */
  private static final class ByInstrument extends Partitioner {
    private static final long serialVersionUID = 1;
    private final int tasks;

    ByInstrument(int tasks) {
      this.tasks = tasks;
    }

    @Override
    public int numPartitions() {
      return tasks;
    }

    @Override
    public int getPartition(Object key) {
      return Math.floorMod(((SeriesBlock.Key) key).instrumentKey().hashCode(), tasks);
    }
  }

  /** The rows of sorted blocks; those of a series and day, which may lie in several, in order. */
  static final class Sorted implements Iterator<InstrumentRow> {
    private final Iterator<Tuple2<SeriesBlock.Key, SeriesBlock>> blocks;
    private final List<InstrumentRow> rows = new ArrayList<>();
    private SeriesBlock next;
    private int given;

    Sorted(Iterator<Tuple2<SeriesBlock.Key, SeriesBlock>> blocks) {
      this.blocks = blocks;
      advance();
    }

    private void advance() {
      next = blocks.hasNext() ? blocks.next()._2() : null;
    }

    @Override
    public boolean hasNext() {
      if (given == rows.size() && next != null) {
        rows.clear();
        given = 0;
        SeriesBlock.Key first = next.key();
        while (next != null && next.key().isOfSeriesOf(first)) {
          next.rows().forEach(rows::add);
          advance();
        }
        rows.sort(InstrumentRow.OF_A_FOLD);
      }
      return given < rows.size();
    }

    @Override
    public InstrumentRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return rows.get(given++);
    }
  }
}
