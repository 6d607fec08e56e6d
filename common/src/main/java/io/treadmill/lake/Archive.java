package io.treadmill.lake;

import io.treadmill.conf.Settings.ArchiveSettings;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** The archive: one folder of Parquet for each dataset. */
public final class Archive {
  private final SparkSession spark;
  private final ArchiveSettings settings;

  private Archive(SparkSession spark, ArchiveSettings settings) {
    this.spark = spark;
    this.settings = settings;
  }

  /** Returns the archive that the settings name. Nothing is read yet. */
  public static Archive open(SparkSession spark, ArchiveSettings settings) {
    return new Archive(spark, settings);
  }

  /** Returns the folder or bucket of the archive. */
  public String uri() {
    return settings.uri();
  }

  /**
   * Returns the rows of a dataset in the days, for the selected instruments, in the dataset's
   * schema; no rows if there is nothing. Sorted: no.
   */
  public Dataset<Row> read(ArchiveDataset dataset, UtcDays days, Selection selection) {
    List<String> files = files(dataset, days);
    if (files.isEmpty()) {
      return spark.createDataFrame(List.of(), dataset.schema());
    }
    Dataset<Row> rows =
        spark
            .read()
            .schema(dataset.schema())
            .option("basePath", root(dataset).toString())
            .parquet(files.toArray(String[]::new));
    if (dataset.isTimed()) {
      rows =
          rows.where(
              functions
                  .col("ts")
                  .geq(Timestamp.from(days.start()))
                  .and(functions.col("ts").lt(Timestamp.from(days.end()))));
    }
    return selection.condition().map(rows::where).orElse(rows);
  }

  /** Returns the data files of a dataset in the days, sorted by path. */
  public List<String> files(ArchiveDataset dataset, UtcDays days) {
    List<String> result = new ArrayList<>();
    try {
      FileSystem fs = root(dataset).getFileSystem(spark.sparkContext().hadoopConfiguration());
      FileStatus[] folders = fs.globStatus(new Path(root(dataset), "venue=*/product=*/day=*"));
      for (FileStatus folder : folders == null ? new FileStatus[0] : folders) {
        String day = folder.getPath().getName().substring("day=".length());
        if (!dataset.isTimed() || days.contains(java.time.LocalDate.parse(day))) {
          Arrays.stream(fs.listStatus(folder.getPath()))
              .map(file -> file.getPath().toString())
              .filter(name -> name.endsWith(".parquet"))
              .forEach(result::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    result.sort(null);
    return result;
  }

  /**
   * Returns one entry for each part of the dataset that the days hold: name {@code
   * dataset/venue/product/day} and a hash of its content.
   */
  public SortedMap<String, String> fingerprint(
      ArchiveDataset dataset, UtcDays days, Selection selection) {
    SortedMap<String, String> result = new TreeMap<>();
    for (String file : files(dataset, days)) {
      String[] parts = file.split("/");
      int n = parts.length;
      String name =
          dataset.folder()
              + "/"
              + parts[n - 4].substring(6)
              + "/"
              + parts[n - 3].substring(8)
              + "/"
              + parts[n - 2].substring(4);
      result.merge(name, parts[n - 1], (a, b) -> a + "+" + b);
    }
    return result;
  }

  private Path root(ArchiveDataset dataset) {
    return new Path(settings.uri(), dataset.folder());
  }
}
