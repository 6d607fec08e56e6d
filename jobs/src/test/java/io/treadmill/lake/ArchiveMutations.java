package io.treadmill.lake;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.bars.pages.CodeColumn;
import io.treadmill.jobs.bars.pages.NumberColumn;
import io.treadmill.jobs.bars.pages.PagedFile;
import io.treadmill.jobs.bars.pages.PagedFile.Kind;
import io.treadmill.lake.DayFiles.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.RowFactory;

/** A part of the archive with bytes that changed on the way, read as the bars read it. */
public final class ArchiveMutations {
  private static final int ROWS = 3_000;
  private static final Map<String, Kind> KINDS =
      Map.of("ts", Kind.TIME, "price", Kind.NUMBER, "symbol", Kind.TEXT);
  private static final List<TableColumn> COLUMNS =
      ArchiveDataset.TRADES.columns().stream()
          .filter(column -> KINDS.containsKey(column.name()))
          .toList();

  private final Configuration conf = new Configuration();
  private final Random random;
  private final ArchiveDay day;
  private final DayFiles list;
  private final DataFile file;
  private final Path part;
  private final byte[] whole;
  private final List<String> rows;
  private final Map<String, Integer> endings = new TreeMap<>();

  /** Writes the part. */
  public ArchiveMutations(Path folder, long seed) throws IOException {
    conf.set("parquet.page.verify-checksum.enabled", "true");
    random = new Random(seed);
    var place = new org.apache.hadoop.fs.Path(folder + "/trades/venue=v/product=p/day=2026-01-01");
    day = new ArchiveDay(ArchiveStore.of(place, conf), place);
    var path = new org.apache.hadoop.fs.Path(place, "BTC.parquet");
    RowBuffer row = new RowBuffer(COLUMNS);
    try (RowWriter writer = RowWriter.create(day.fs(), path, COLUMNS)) {
      for (int i = 0; i < ROWS; i++) {
        Instant instant = Instant.ofEpochMilli(37L * i);
        Object[] values =
            COLUMNS.stream()
                .map(
                    column ->
                        switch (column.name()) {
                          case "ts" -> Timestamp.from(instant);
                          case "price" -> (Object) random.nextDouble();
                          default -> "BTC";
                        })
                .toArray();
        row.take(RowFactory.create(values));
        writer.write(row);
      }
    }
    file = DataFile.of(day.fs(), path, ROWS, List.of("BTC"), 0L, 0L, List.of(1L));
    list = DayFiles.of(List.of(file), List.of());
    part = Path.of(path.toString());
    whole = Files.readAllBytes(part);
    rows = read();
  }

  /** Returns how many of some changes ended how; "wrong" are rows that are not those written. */
  public Map<String, Integer> run(int changes) throws IOException {
    for (int i = 0; i < changes; i++) {
      Files.write(part, changed());
      endings.merge(ending(), 1, Integer::sum);
    }
    return endings;
  }

  private String ending() {
    try {
      // No part is small: small ones are hashed.
      new FileChecks(0).check(day, list, file);
    } catch (UserError e) {
      return e.getMessage().contains(" bytes, but") ? "size" : "end of the file";
    }
    try {
      return read().equals(rows) ? "nothing that is read" : "wrong";
    } catch (RuntimeException | IOException e) {
      return "page";
    }
  }

  private byte[] changed() {
    byte[] bytes = whole.clone();
    int at = random.nextInt(bytes.length);
    int count = Math.min(bytes.length - at, 1 + random.nextInt(200));
    switch (random.nextInt(5)) {
      case 0 -> Arrays.fill(bytes, at, at + count, (byte) 0);
      case 1 -> bytes[at] = (byte) random.nextInt();
      case 2 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 3 -> System.arraycopy(whole, random.nextInt(whole.length - count), bytes, at, count);
      default -> bytes[at] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  private List<String> read() throws IOException {
    List<String> found = new ArrayList<>();
    var path = new org.apache.hadoop.fs.Path(part.toString());
    try (PagedFile paged =
        PagedFile.open(conf, path, 0, Long.MAX_VALUE, KINDS)
            .orElseThrow(() -> new IOException("not of ours"))) {
      while (paged.next()) {
        NumberColumn prices = paged.numbers("price");
        CodeColumn symbols = paged.codes("symbol");
        for (int i = 0; i < paged.rows(); i++) {
          double price =
              prices.isCoded() ? prices.dictionary()[prices.ids()[i]] : prices.values()[i];
          found.add(
              paged.longs("ts").values()[i] + " " + price + symbols.texts()[symbols.codes()[i]]);
        }
      }
    }
    return found;
  }
}
