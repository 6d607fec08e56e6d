package io.treadmill.jobs.export;

import io.treadmill.lake.NamedRow;
import io.treadmill.lake.TableColumn;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.Side;
import io.treadmill.market.contract.Contract;
import io.treadmill.market.contract.Register;
import io.treadmill.market.contract.UnknownContract;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.commons.io.FileUtils;

/**
 * A frame of hours for each instrument or asset, as feather, for freqtrade's {@code
 * merge_informative_pair}: {@code date} is the start of the hour at whose end the row could be
 * known, {@code ts} the full hour up to which it reads data. Of rows that are known at the same
 * hour the latest stands.
 */
final class FrameWriter implements SeriesWriter {
  private static final long HOUR_MICROS = 3_600_000_000L;
  private static final int HOUR_MINUTES = 60;
  private static final List<String> MOVES = List.of("1", "2", "5", "10");

  /** Columns of numbers after the stamps; a side is that of the position that is forced. */
  private static final List<String> COLUMNS =
      Stream.concat(ofSides(), ExportSeries.POSITIONING.columns().stream().map(TableColumn::name))
          .toList();

  private static final int BYTES_OF_AN_HOUR = (2 + COLUMNS.size()) * Long.BYTES;

  private final Path folder;
  private final Known known;
  private final Register register;
  private final double rangePercent;
  private final Path parts;

  /** By file, what its series told so far: one instrument or asset is held at a time. */
  private final Map<String, Told> told = new TreeMap<>();

  private final SortedMap<Long, Hour> hours = new TreeMap<>();
  private Subject subject;

  FrameWriter(Path folder, Known known, Register register, double rangePercent) {
    this.folder = folder;
    this.known = known;
    this.register = register;
    this.rangePercent = rangePercent;
    this.parts = folder.resolve(".hours");
  }

  private static Stream<String> ofSides() {
    return Stream.of("long", "short")
        .flatMap(
            side ->
                Stream.concat(
                        MOVES.stream().map(move -> "SIDE_move_%s_percent_usd".formatted(move)),
                        Stream.of(
                            "SIDE_hot_distance_percent",
                            "SIDE_hot_mass_usd",
                            "SIDE_thin_distance_percent",
                            "SIDE_thin_mass_usd",
                            "SIDE_forced_usd"))
                    .map(name -> name.replace("SIDE", side)));
  }

  /** Where what was told waits, and which columns it is told in. */
  private record Told(Path part, List<String> columns) {}

  /** What could be known of an hour. */
  private static final class Hour {
    private final double[] values = new double[COLUMNS.size()];
    private long known;

    Hour() {
      Arrays.fill(values, Double.NaN);
    }

    void write(DataOutputStream out) throws IOException {
      out.writeLong(known);
      for (double value : values) {
        out.writeDouble(value);
      }
    }

    /** Adds what another series told: each has columns of its own. */
    void add(DataInputStream in) throws IOException {
      known = Math.max(known, in.readLong());
      for (int i = 0; i < values.length; i++) {
        double value = in.readDouble();
        values[i] = Double.isNaN(value) ? values[i] : value;
      }
    }
  }

  @Override
  public boolean takes(ExportSeries series) {
    return series != ExportSeries.MAP;
  }

  @Override
  public void row(ExportSeries series, Subject of, long instant, long rowKnown, NamedRow row) {
    boolean isOfHour =
        series == ExportSeries.FORCED
            ? row.integer("interval_minutes") <= HOUR_MINUTES
            : instant % HOUR_MICROS == 0;
    if (!isOfHour) {
      return;
    }
    long end = Math.floorDiv(instant + HOUR_MICROS - 1, HOUR_MICROS) * HOUR_MICROS;
    subject = of;
    Hour hour = hours.computeIfAbsent(end, one -> new Hour());
    hour.known = Math.max(hour.known, known.micros(end, row.micros("ts")));
    switch (series) {
      case FRAGILITY -> {
        String name = "%s_move_%.0f_percent_usd".formatted(row.text("side"), move(row));
        int at = COLUMNS.indexOf(name);
        if (at >= 0 && move(row) == Math.rint(move(row))) {
          hour.values[at] = row.number("expected_usd");
        }
      }
      case ASSET_MAP -> asset(hour, row);
      case ZONES -> zone(hour, row.text("side") + "_" + row.text("kind"), row);
      case FORCED -> {
        int at = COLUMNS.indexOf(row.text("side") + "_forced_usd");
        double before = Double.isNaN(hour.values[at]) ? 0 : hour.values[at];
        hour.values[at] = before + row.number("notional_usd");
      }
      case POSITIONING ->
          series
              .columns()
              .forEach(
                  column ->
                      hour.values[COLUMNS.indexOf(column.name())] = row.number(column.name()));
      case MAP -> throw new IllegalArgumentException("Invalid series: " + series);
    }
  }

  /** Adds a cell to the sums by move; there are none where the price is not known. */
  private void asset(Hour hour, NamedRow cell) {
    if (cell.isNull(ExportSeries.REFERENCE_PRICE)) {
      return;
    }
    for (String move : MOVES) {
      double percent = Double.parseDouble(move);
      for (Side side : Side.values()) {
        int at = COLUMNS.indexOf("%s_move_%s_percent_usd".formatted(side.text(), move));
        if (percent < rangePercent) {
          double before = Double.isNaN(hour.values[at]) ? 0 : hour.values[at];
          boolean isOwn = cell.text("side").equals(side.text());
          hour.values[at] = before + (isOwn ? AssetMoves.usd(cell, side, percent) : 0);
        }
      }
    }
  }

  private static double move(NamedRow row) {
    return row.number("move_percent");
  }

  /** The nearest zone of its kind stands. */
  private static void zone(Hour hour, String of, NamedRow row) {
    int at = COLUMNS.indexOf(of + "_distance_percent");
    double distance = row.number("distance_percent");
    if (!(hour.values[at] <= distance)) {
      hour.values[at] = distance;
      hour.values[COLUMNS.indexOf(of + "_mass_usd")] = row.number("mass_usd");
    }
  }

  @Override
  public void endOfSubject() throws IOException {
    if (hours.isEmpty()) {
      return;
    }
    Files.createDirectories(parts);
    Path part =
        told.computeIfAbsent(
                path(subject),
                key -> new Told(parts.resolve(Integer.toString(told.size())), columns(subject)))
            .part;
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(
                Files.newOutputStream(
                    part, StandardOpenOption.CREATE, StandardOpenOption.APPEND)))) {
      for (Map.Entry<Long, Hour> hour : hours.entrySet()) {
        out.writeLong(hour.getKey());
        hour.getValue().write(out);
      }
    }
    hours.clear();
  }

  private static SortedMap<Long, Hour> read(Path part) throws IOException {
    SortedMap<Long, Hour> frame = new TreeMap<>();
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(part)))) {
      for (long left = Files.size(part); left > 0; left -= BYTES_OF_AN_HOUR) {
        frame.computeIfAbsent(in.readLong(), end -> new Hour()).add(in);
      }
    }
    return frame;
  }

  @Override
  public List<Written> finish() throws IOException {
    List<Written> files = new ArrayList<>();
    for (Map.Entry<String, Told> of : told.entrySet()) {
      Path file = folder.resolve(of.getKey());
      Files.createDirectories(file.getParent());
      SortedMap<Long, Hour> frame = read(of.getValue().part);
      SortedMap<Long, Long> ends = new TreeMap<>();
      frame.forEach((end, hour) -> ends.put(-Math.floorDiv(-hour.known, HOUR_MICROS), end));
      write(file, of.getValue().columns, ends, frame);
      files.add(new Written(folder.relativize(file).toString(), ends.size()));
    }
    FileUtils.deleteDirectory(parts.toFile());
    return files;
  }

  /** An asset has sums by move alone. */
  private static List<String> columns(Subject of) {
    return COLUMNS.stream().filter(name -> !of.isAsset() || name.contains("_move_")).toList();
  }

  /** Returns the name by which freqtrade would have candles of the market. */
  private String path(Subject of) {
    if (of.isAsset()) {
      return "assets/%s-1h.feather".formatted(of.asset().replaceAll("\\W", "_"));
    }
    Instrument instrument = of.instrument();
    String name = instrument.symbol().replaceAll("\\W", "_");
    try {
      Contract contract =
          register.contract(
              instrument.venue(), instrument.symbol(), Set.of(instrument.product()), null);
      if (contract.quote() != null) {
        String base = contract.asset().scale() == 1 ? contract.asset().name() : contract.base();
        name =
            Stream.of(base, contract.quote(), contract.settlement())
                .filter(Objects::nonNull)
                .collect(Collectors.joining("_"));
      }
    } catch (UnknownContract e) {
      // The symbol of the venue tells it as well.
    }
    String folderOfProduct = instrument.product() == Product.SPOT ? "" : "futures/";
    return "%s/%s%s-1h.feather".formatted(instrument.venue(), folderOfProduct, name);
  }

  /**
   * Writes one batch.
   *
   * @param ends end of the hour that stands, by the hour at which it is known
   */
  private static void write(
      Path file, List<String> columns, SortedMap<Long, Long> ends, Map<Long, Hour> hours)
      throws IOException {
    List<Field> fields = new ArrayList<>();
    FieldType stamp = FieldType.notNullable(new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC"));
    FieldType number =
        FieldType.nullable(new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE));
    List.of("date", "ts").forEach(name -> fields.add(new Field(name, stamp, null)));
    columns.forEach(name -> fields.add(new Field(name, number, null)));
    try (RootAllocator memory = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(new Schema(fields), memory);
        OutputStream stream = Files.newOutputStream(file);
        ArrowFileWriter writer = new ArrowFileWriter(root, null, Channels.newChannel(stream))) {
      root.allocateNew();
      int row = 0;
      for (Map.Entry<Long, Long> entry : ends.entrySet()) {
        long date = entry.getKey() * HOUR_MICROS - HOUR_MICROS;
        ((TimeStampMilliTZVector) root.getVector("date")).setSafe(row, date / 1000);
        ((TimeStampMilliTZVector) root.getVector("ts")).setSafe(row, entry.getValue() / 1000);
        double[] values = hours.get(entry.getValue()).values;
        for (String column : columns) {
          double value = values[COLUMNS.indexOf(column)];
          if (!Double.isNaN(value)) {
            ((Float8Vector) root.getVector(column)).setSafe(row, value);
          }
        }
        row++;
      }
      root.setRowCount(row);
      writer.start();
      writer.writeBatch();
      writer.end();
    }
  }
}
