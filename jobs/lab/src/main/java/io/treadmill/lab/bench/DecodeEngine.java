package io.treadmill.lab.bench;

import io.treadmill.jobs.bars.pages.PagedFile;
import io.treadmill.jobs.bars.pages.PagedFile.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * The floor of the scan: the columns that it needs are read, decompressed and decoded by the pages
 * of its own reader, and nothing is done with them. What the scan takes beyond that is its sums,
 * their merge, and the rows.
 */
final class DecodeEngine implements BenchEngine {
  private static final Map<String, Kind> COLUMNS =
      Map.of(
          "ts", Kind.TIME,
          "trade_id", Kind.WHOLE,
          "sequence", Kind.WHOLE,
          "symbol", Kind.TEXT,
          "side", Kind.TEXT,
          "price", Kind.NUMBER,
          "amount", Kind.NUMBER);

  private final Path folder;
  private final ExecutorService threads;
  private final Configuration configuration = new Configuration();
  private long rows;

  DecodeEngine(String folder, int threads) {
    this.folder = Path.of(folder);
    this.threads = Executors.newFixedThreadPool(threads);
    configuration.setBoolean("parquet.page.verify-checksum.enabled", true);
  }

  @Override
  public void run() throws Exception {
    List<Callable<Long>> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder.resolve("trades"))) {
      all.filter(file -> file.toString().endsWith(".parquet"))
          .forEach(file -> files.add(() -> decode(file)));
    }
    rows = 0;
    for (Future<Long> file : threads.invokeAll(files)) {
      rows += file.get();
    }
  }

  private long decode(Path path) throws IOException {
    var name = new org.apache.hadoop.fs.Path(path.toUri());
    long decoded = 0;
    try (PagedFile file =
        PagedFile.open(configuration, name, 0, Files.size(path), COLUMNS)
            .orElseThrow(() -> new IOException("Cannot decode " + path + " page by page"))) {
      while (file.next()) {
        decoded += file.rows();
      }
    }
    return decoded;
  }

  /** Returns how many rows the last run decoded: there are no tables. */
  @Override
  public List<Double> sums() {
    return List.of((double) rows);
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
