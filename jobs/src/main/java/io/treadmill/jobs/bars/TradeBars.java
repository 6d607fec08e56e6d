package io.treadmill.jobs.bars;

import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.Selection;
import io.treadmill.lake.TableUnion;
import io.treadmill.market.BarClock;
import io.treadmill.market.UtcDays;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Bars and profile of trades. The first table that is computed scans the trades and leaves the
 * parts of minutes in shuffle files; the other tables start from these, so the ticks are read once.
 */
public final class TradeBars {
  private final SparkSession spark;
  private final JavaPairRDD<Interval, List<byte[]>> parts;

  private TradeBars(SparkSession spark, JavaPairRDD<Interval, List<byte[]>> parts) {
    this.spark = spark;
    this.parts = parts;
  }

  /** Returns the bars of trades; nothing is read yet. */
  public static TradeBars of(Dataset<Row> trades, UtcDays days, Selection selection) {
    SparkSession spark = trades.sparkSession();
    int partitions = Integer.parseInt(spark.conf().get("spark.sql.shuffle.partitions"));
    // A sort may spill, and takes less than a hash table whose size Spark has to estimate.
    return new TradeBars(
        spark,
        TradeScan.parts(trades, days, selection)
            .repartitionAndSortWithinPartitions(
                new HashPartitioner(partitions), Comparator.<Interval>naturalOrder())
            .mapPartitionsToPair(IntervalParts::new, true));
  }

  /** Returns one row for each minute that has trades, in the columns of {@code bars_1m}. */
  public Dataset<Row> oneMinute() {
    return rows(LakeTables.BARS_1M, BarRows::oneMinute);
  }

  /** Returns one row for each five minutes that have trades, in the columns of {@code bars_5m}. */
  public Dataset<Row> fiveMinutes() {
    return rows(LakeTables.BARS_5M, BarRows::fiveMinutes);
  }

  /** Returns one row for each five minutes and bucket: {@code volume_profile_5m}. */
  public Dataset<Row> profile() {
    return rows(LakeTables.VOLUME_PROFILE_5M, BarRows::profile);
  }

  JavaPairRDD<Interval, List<byte[]>> parts() {
    return parts;
  }

  private Dataset<Row> rows(
      LakeTable table, Function2<Interval, SortedMap<Long, MinutePart>, List<Row>> make) {
    return spark.createDataFrame(eachFiveMinutes(make), table.schema());
  }

  /** Returns the rows of all tables as rows of their union. */
  JavaRDD<Row> rows(TableUnion union) {
    return eachFiveMinutes(
        (five, minutes) -> {
          List<Row> all = new ArrayList<>();
          add(LakeTables.BARS_1M, BarRows.oneMinute(five, minutes), union, all);
          add(LakeTables.BARS_5M, BarRows.fiveMinutes(five, minutes), union, all);
          add(LakeTables.VOLUME_PROFILE_5M, BarRows.profile(five, minutes), union, all);
          return all;
        });
  }

  static void add(LakeTable table, List<Row> rows, TableUnion union, List<Row> to) {
    rows.forEach(row -> to.add(union.row(table.name(), row)));
  }

  private JavaRDD<Row> eachFiveMinutes(
      Function2<Interval, SortedMap<Long, MinutePart>, List<Row>> make) {
    return parts
        .filter(interval -> !interval._1().isSkipped())
        .flatMap(
            hour -> {
              SortedMap<Long, MinutePart> minutes = BarRows.minutes(hour._2());
              List<Row> all = new ArrayList<>();
              while (!minutes.isEmpty()) {
                Interval five = Interval.fiveMinutes(hour._1().instrument(), minutes.firstKey());
                SortedMap<Long, MinutePart> own =
                    minutes.headMap(five.start() + BarClock.BAR_MICROS);
                all.addAll(make.call(five, own));
                own.clear();
              }
              return all.iterator();
            });
  }
}
