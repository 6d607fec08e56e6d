package io.treadmill.jobs.bars;

import io.treadmill.jobs.bars.pages.PagedFile;
import io.treadmill.jobs.bars.pages.PagedFile.Kind;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.FileSourceOptions;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.classic.SparkSession;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.FileScanRDD;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;
import scala.Function1;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;

/**
 * Reads one file of a scan after the other, as Spark splits them: as {@link PagedTrades} where the
 * file's types and encodings allow it, else by Spark's own reader as column batches.
 */
final class TradeFiles extends AbstractFunction1<PartitionedFile, Iterator<InternalRow>>
    implements Serializable {
  private static final long serialVersionUID = 1;

  /** Kinds of the columns that may lie in the file. */
  private static final Map<String, Kind> KINDS =
      Map.of(
          "venue", Kind.TEXT,
          "product", Kind.TEXT,
          "symbol", Kind.TEXT,
          "ts", Kind.TIME,
          "trade_id", Kind.WHOLE,
          "sequence", Kind.WHOLE,
          "side", Kind.TEXT,
          "price", Kind.NUMBER,
          "amount", Kind.NUMBER,
          "contracts", Kind.NUMBER);

  private final Function1<PartitionedFile, Iterator<InternalRow>> other;
  private final Broadcast<SerializableConfiguration> configuration;
  private final UtcDays days;
  private final boolean selects;
  private final HashMap<String, String> names = new HashMap<>();
  private final HashMap<String, Integer> partitions = new HashMap<>();
  private final HashMap<String, String> literals;

  private TradeFiles(
      ColumnPlan plan,
      Function1<PartitionedFile, Iterator<InternalRow>> other,
      Broadcast<SerializableConfiguration> configuration,
      UtcDays days,
      Selection selection) {
    this.other = other;
    this.configuration = configuration;
    this.days = days;
    this.selects = !selection.symbols().isEmpty();
    this.literals = new HashMap<>(plan.literals());
    StructType inFile = plan.scan().requiredSchema();
    plan.positions()
        .forEach(
            (column, position) -> {
              if (position < inFile.length()) {
                names.put(column, inFile.apply(position).name());
              } else {
                partitions.put(column, position - inFile.length());
              }
            });
  }

  /** Returns the batches of a scan: {@link PagedTrades} or Spark's column batches. */
  static JavaRDD<?> batches(ColumnPlan plan, UtcDays days, Selection selection) {
    FileSourceScanExec scan = plan.scan();
    HadoopFsRelation relation = scan.relation();
    if (!(scan.inputRDD() instanceof FileScanRDD files)
        || !(relation.fileFormat() instanceof ParquetFileFormat format)) {
      return scan.executeColumnar().toJavaRDD();
    }
    SparkSession session = (SparkSession) relation.sparkSession();
    Configuration hadoop = session.sessionState().newHadoopConfWithOptions(relation.options());
    var spark =
        format.buildReaderWithPartitionValues(
            session,
            relation.dataSchema(),
            relation.partitionSchema(),
            scan.requiredSchema(),
            scan.pushedDownFilters(),
            relation.options().updated(FileFormat.OPTION_RETURNING_BATCH(), "true"),
            hadoop);
    Broadcast<SerializableConfiguration> configuration =
        JavaSparkContext.fromSparkContext(session.sparkContext())
            .broadcast(new SerializableConfiguration(hadoop));
    return new FileScanRDD(
            session,
            new TradeFiles(plan, spark, configuration, days, selection),
            files.filePartitions(),
            files.readSchema(),
            files.metadataColumns(),
            scala.collection.immutable.Map$.MODULE$.empty(),
            new FileSourceOptions(relation.options()))
        .toJavaRDD();
  }

  @Override
  public Iterator<InternalRow> apply(PartitionedFile piece) {
    PagedTrades trades = open(piece);
    if (trades == null) {
      return other.apply(piece);
    }
    TaskContext.get()
        .addTaskCompletionListener((TaskCompletionListener) context -> trades.file().close());
    return batches(trades);
  }

  /** Returns the trades of a file; null if it must be read the other way. */
  private PagedTrades open(PartitionedFile piece) {
    Map<String, String> texts = new HashMap<>(literals);
    partitions.forEach(
        (column, index) -> {
          var value = piece.partitionValues();
          texts.put(column, value.isNullAt(index) ? null : value.getUTF8String(index).toString());
        });
    Map<String, Kind> columns = new HashMap<>();
    names.forEach((column, name) -> columns.put(name, KINDS.get(column)));
    if (texts.get("product") != null && !texts.get("product").startsWith("inverse")) {
      columns.remove(names.get("contracts"));
    }
    PagedFile file =
        PagedFile.open(
                configuration.value().value(),
                piece.filePath().toPath(),
                piece.start(),
                piece.start() + piece.length(),
                columns)
            .orElse(null);
    if (file == null) {
      return null;
    }
    // Spark's reader passes over pages of symbols that are not selected.
    if (selects && names.containsKey("symbol") && !file.isUniform(names.get("symbol"))) {
      file.close();
      return null;
    }
    file.keep(names.get("ts"), days.startMicros(), days.endMicros());
    return new PagedTrades(file, names, texts);
  }

  /** Spark hands batches on as if they were rows. */
  @SuppressWarnings("unchecked")
  private static Iterator<InternalRow> batches(PagedTrades trades) {
    return (Iterator<InternalRow>) (Iterator<?>) CollectionConverters.asScala(new Batches(trades));
  }

  /** The same object once for each batch that it holds. */
  private static final class Batches implements java.util.Iterator<PagedTrades> {
    private final PagedTrades trades;
    private boolean read;

    Batches(PagedTrades trades) {
      this.trades = trades;
    }

    @Override
    public boolean hasNext() {
      read = read || trades.file().next();
      return read;
    }

    @Override
    public PagedTrades next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      read = false;
      return trades;
    }
  }
}
