package io.treadmill.jobs.statistics;

import static io.treadmill.jobs.instrument.InstrumentSeries.BAR;
import static io.treadmill.jobs.instrument.InstrumentSeries.FORCED;
import static io.treadmill.jobs.instrument.InstrumentSeries.FUNDING;
import static io.treadmill.jobs.instrument.InstrumentSeries.MARK_INDEX;
import static io.treadmill.jobs.instrument.InstrumentSeries.MASS;
import static io.treadmill.jobs.instrument.InstrumentSeries.MINUTE;
import static io.treadmill.jobs.instrument.InstrumentSeries.OPEN_INTEREST;
import static io.treadmill.jobs.instrument.InstrumentSeries.PREDICTED;
import static io.treadmill.jobs.instrument.InstrumentSeries.PROFILE;
import static io.treadmill.jobs.instrument.InstrumentSeries.ZONE;

import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.instrument.InstrumentSeries;
import io.treadmill.jobs.instrument.SeriesBlock;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;

/**
 * The series that statistics read, in blocks.
 *
 * @param history days of the series, the days of the run at their end
 * @param assets instruments of all assets of the run
 */
record SeriesInput(RunContext run, UtcDays history, Selection assets) {
  /** Returns the blocks. */
  JavaRDD<SeriesBlock> read() {
    return Stream.of(
            blocks(history, BAR),
            blocks(new UtcDays(run.days().from().minusDays(1), run.days().to()), MINUTE),
            blocks(history, OPEN_INTEREST),
            blocks(history, MARK_INDEX),
            blocks(history, FUNDING),
            blocks(history, FORCED),
            blocks(history, PREDICTED),
            blocks(history, ZONE),
            blocks(history, MASS),
            blocks(run.days(), PROFILE))
        .reduce(JavaRDD::union)
        .orElseThrow();
  }

  private JavaRDD<SeriesBlock> blocks(UtcDays days, InstrumentSeries series) {
    return series.blocks(run, days, assets);
  }
}
