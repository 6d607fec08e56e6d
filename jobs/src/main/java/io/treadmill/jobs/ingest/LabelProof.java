package io.treadmill.jobs.ingest;

import io.treadmill.lake.Archive;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * Finds, for each file of Binance metrics, what the labels of its open interest and of its longs
 * per short mean. Value / open interest is the price at the snapshot: if it fits the bars that open
 * at the label, the label is the instant; if it fits the bars that open five minutes later, the
 * label is the start of the period before. Bars come from the archive, which has those of the same
 * import already. Where bars prove nothing, the label is the instant, as it was until 2026-06-25;
 * in files of later days that hold one day from 00:00 on, as they are since, it is the start:
 * nothing is known before it was.
 */
final class LabelProof {
  /** Labels that must meet a bar. */
  private static final long MIN_MATCHES = 12;

  /** One offset must fit this much better than the other. */
  private static final double CLEARLY = 1.5;

  /** First day of files whose labels are starts. */
  private static final LocalDate LABELS_ARE_STARTS = LocalDate.of(2026, 6, 25);

  private static final int STEP_SECONDS = 300;
  private static final String KIND = "metrics";
  private static final List<String> KEY = List.of("venue", "product", "symbol", "ts");

  private LabelProof() {}

  /** Returns what the bars say of the staged files. */
  static Corrections prove(Supplier<SparkSession> spark, Archive archive, List<StagedFile> files) {
    List<String> paths = new ArrayList<>();
    Map<Long, TreeSet<LocalDate>> sources = new TreeMap<>();
    TreeSet<LocalDate> days = new TreeSet<>();
    TreeSet<String> symbols = new TreeSet<>();
    for (StagedFile file : files) {
      if (file.file().kind().equals(KIND)) {
        TreeSet<LocalDate> ofFile =
            sources.computeIfAbsent(file.file().sourceId(), source -> new TreeSet<>());
        for (StagedPart part : file.parts()) {
          if (part.dataset() == ArchiveDataset.OPEN_INTEREST) {
            paths.add(part.path());
          }
          for (StagedPart.SymbolDay at : part.days().keySet()) {
            ofFile.add(at.day());
            symbols.add(at.symbol());
          }
        }
      }
    }
    // Of files without any row there is nothing to prove.
    sources.values().removeIf(TreeSet::isEmpty);
    if (sources.isEmpty()) {
      return Corrections.NONE;
    }
    sources.values().forEach(days::addAll);
    if (paths.isEmpty()) {
      return verdict(sources, Map.of(), Map.of());
    }
    UtcDays range = new UtcDays(days.first(), days.last().plusDays(1));
    Dataset<Row> bars =
        archive
            .read(ArchiveDataset.KLINES, range, new Selection(null, symbols))
            .where(functions.col("interval_seconds").leq(STEP_SECONDS))
            .groupBy(KEY.stream().map(functions::col).toArray(Column[]::new))
            .agg(functions.max("open").as("open"));
    Dataset<Row> labels =
        spark
            .get()
            .read()
            .schema(ArchiveDataset.OPEN_INTEREST.schema())
            .parquet(paths.toArray(String[]::new))
            .withColumn(
                "price",
                functions.col("open_interest_usd").divide(functions.col("open_interest_base")));
    return verdict(sources, errors(labels, bars, 0), errors(labels, bars, STEP_SECONDS));
  }

  /** Returns what errors at the labels, and five minutes later, say of each source. */
  private static Corrections verdict(
      Map<Long, TreeSet<LocalDate>> sources, Map<Long, double[]> now, Map<Long, double[]> later) {
    Set<Long> shifted = new TreeSet<>();
    Set<Long> unverified = new TreeSet<>();
    for (long source : sources.keySet()) {
      double[] none = {0, Double.NaN};
      double[] atLabel = now.getOrDefault(source, none);
      double[] afterLabel = later.getOrDefault(source, none);
      boolean enough = Math.min(atLabel[0], afterLabel[0]) >= MIN_MATCHES;
      if (enough && afterLabel[1] * CLEARLY < atLabel[1]) {
        shifted.add(source);
      } else if (!enough || atLabel[1] * CLEARLY >= afterLabel[1]) {
        unverified.add(source);
        if (isStartByDate(sources.get(source))) {
          shifted.add(source);
        }
      }
    }
    return new Corrections(shifted, unverified);
  }

  /** A file of the old kind ends with 00:00 of the next day. */
  private static boolean isStartByDate(TreeSet<LocalDate> labelDays) {
    return labelDays.size() == 1 && !labelDays.first().isBefore(LABELS_ARE_STARTS);
  }

  /** Returns matches and the mean distance of log prices by source. */
  private static Map<Long, double[]> errors(
      Dataset<Row> labels, Dataset<Row> bars, int offsetSeconds) {
    Column ts = functions.col("ts").plus(functions.expr("INTERVAL '" + offsetSeconds + "' SECOND"));
    Map<Long, double[]> result = new HashMap<>();
    labels
        .withColumn("ts", ts)
        .join(bars, scala.jdk.javaapi.CollectionConverters.asScala(KEY).toSeq(), "inner")
        .groupBy("source_id")
        .agg(
            functions.count(functions.lit(1)).as("matches"),
            functions
                .avg(
                    functions.abs(
                        functions.log(functions.col("price").divide(functions.col("open")))))
                .as("error"))
        .collectAsList()
        .forEach(
            row ->
                result.put(
                    row.getLong(0),
                    new double[] {
                      row.getLong(1), row.isNullAt(2) ? Double.NaN : row.getDouble(2)
                    }));
    return result;
  }
}
