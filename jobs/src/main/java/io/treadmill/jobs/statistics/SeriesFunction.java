package io.treadmill.jobs.statistics;

import io.treadmill.jobs.contract.FeedRecordings;
import io.treadmill.jobs.instrument.ModelSettings;
import io.treadmill.jobs.instrument.SeriesBlock;
import io.treadmill.market.UtcDays;
import io.treadmill.market.contract.Register;
import io.treadmill.stats.AssetMarkets;
import java.util.Iterator;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** Computes one part of the statistics of one asset. */
final class SeriesFunction
    implements FlatMapFunction<Tuple2<AssetPart, Iterable<SeriesBlock>>, Row> {
  private static final long serialVersionUID = 1L;

  private final UtcDays history;
  private final UtcDays days;
  private final Register register;
  private final FeedRecordings recordings;
  private final int parts;

  SeriesFunction(
      UtcDays history, UtcDays days, Register register, FeedRecordings recordings, int parts) {
    this.recordings = recordings;
    this.history = history;
    this.days = days;
    this.register = register;
    this.parts = parts;
  }

  @Override
  public Iterator<Row> call(Tuple2<AssetPart, Iterable<SeriesBlock>> blocks) {
    AssetPart part = blocks._1();
    AssetMarkets markets =
        new SeriesBuilder(
                history,
                days,
                instrument -> ModelSettings.faceUsd(instrument, register),
                recordings)
            .build(part.asset(), blocks._2());
    return Statistics.compute(markets, days, part.part(), parts).iterator();
  }
}
