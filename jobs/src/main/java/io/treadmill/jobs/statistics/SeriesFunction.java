package io.treadmill.jobs.statistics;

import io.treadmill.conf.Settings.BarsSettings;
import io.treadmill.market.UtcDays;
import io.treadmill.stats.AssetMarkets;
import java.util.Iterator;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Row;

/** Computes all statistics of one asset. */
final class SeriesFunction implements FlatMapGroupsFunction<String, Row, Row> {
  private static final long serialVersionUID = 1L;

  private final UtcDays history;
  private final UtcDays days;
  private final BarsSettings contracts;

  SeriesFunction(UtcDays history, UtcDays days, BarsSettings contracts) {
    this.history = history;
    this.days = days;
    this.contracts = contracts;
  }

  @Override
  public Iterator<Row> call(String asset, Iterator<Row> rows) {
    AssetMarkets markets = new SeriesBuilder(history, days, contracts::faceUsd).build(asset, rows);
    return Statistics.compute(markets, days).iterator();
  }
}
