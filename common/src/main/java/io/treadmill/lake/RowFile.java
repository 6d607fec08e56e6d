package io.treadmill.lake;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * The rows of one Parquet file that {@link RowWriter} wrote, one after the other. Memory: one row
 * group.
 */
public final class RowFile implements Closeable {
  private final ParquetFileReader reader;
  private final MessageType schema;
  private final ColumnType[] types;
  private final int[] places;
  private final Text[] texts;
  private ColumnReader[] columns;
  private long left;

  /** Values are pulled: nothing is pushed. */
  private static final class NoConverter extends GroupConverter {
    @Override
    public Converter getConverter(int field) {
      return new PrimitiveConverter() {};
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }

  /** The last two texts of a column: those of a dictionary come as the same objects. */
  private static final class Text {
    private Binary last;
    private String text;
    private Binary before;
    private String textBefore;

    String of(Binary binary) {
      if (binary != last) {
        boolean isBefore = binary == before;
        String found = isBefore ? textBefore : binary.toStringUsingUTF8();
        before = last;
        textBefore = text;
        last = binary;
        text = found;
      }
      return text;
    }
  }

  /**
   * Opens a file.
   *
   * @param columns columns of the rows; one that the file lacks is null
   */
  public RowFile(Configuration conf, Path path, List<TableColumn> columns) throws IOException {
    this(conf, path, columns, name -> true);
  }

  /** Opens a file as above; columns that are not wanted are null too. */
  public RowFile(
      Configuration conf, Path path, List<TableColumn> columns, Predicate<String> isWanted)
      throws IOException {
    this.reader = ArchiveStore.open(HadoopInputFile.fromPath(path, conf));
    MessageType all = reader.getFileMetaData().getSchema();
    List<Type> fields = new ArrayList<>();
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      String name = columns.get(i).name();
      if (isWanted.test(name) && all.containsField(name)) {
        fields.add(all.getType(name));
        found.add(i);
      }
    }
    this.schema = new MessageType(all.getName(), fields);
    this.places = found.stream().mapToInt(Integer::intValue).toArray();
    this.types = found.stream().map(i -> columns.get(i).type()).toArray(ColumnType[]::new);
    this.texts = Stream.generate(Text::new).limit(places.length).toArray(Text[]::new);
    reader.setRequestedSchema(schema);
  }

  /** Fills the next row; false if there was none left. */
  public boolean next(RowBuffer row) throws IOException {
    if (!open()) {
      return false;
    }
    row.clear();
    for (int i = 0; i < places.length; i++) {
      ColumnReader column = columns[i];
      if (column.getCurrentDefinitionLevel() == column.getDescriptor().getMaxDefinitionLevel()) {
        take(row, i, column);
      }
      column.consume();
    }
    left--;
    return true;
  }

  /** Passes over rows, of which there are as many. */
  public void skip(long rows) throws IOException {
    for (long i = 0; i < rows && open(); i++) {
      for (ColumnReader column : columns) {
        if (column.getCurrentDefinitionLevel() == column.getDescriptor().getMaxDefinitionLevel()) {
          column.skip();
        }
        column.consume();
      }
      left--;
    }
  }

  private boolean open() throws IOException {
    while (left == 0) {
      PageReadStore group = reader.readNextRowGroup();
      if (group == null) {
        return false;
      }
      left = group.getRowCount();
      ColumnReadStoreImpl store =
          new ColumnReadStoreImpl(
              group, new NoConverter(), schema, reader.getFileMetaData().getCreatedBy());
      columns =
          schema.getColumns().stream().map(store::getColumnReader).toArray(ColumnReader[]::new);
    }
    return true;
  }

  private void take(RowBuffer row, int i, ColumnReader column) {
    switch (types[i]) {
      case TEXT -> row.text(places[i], texts[i].of(column.getBinary()));
      case NUMBER -> row.number(places[i], column.getDouble());
      case WHOLE, INSTANT -> row.whole(places[i], column.getLong());
      case INTEGER, DATE -> row.whole(places[i], column.getInteger());
      case FLAG -> row.whole(places[i], column.getBoolean() ? 1 : 0);
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
