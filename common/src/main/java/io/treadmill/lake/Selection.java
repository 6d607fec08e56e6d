package io.treadmill.lake;

import io.treadmill.market.Instrument;
import io.treadmill.market.contract.Asset;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.functions;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Which instruments a run is about.
 *
 * @param venue the venue, or null for all
 * @param symbols the symbols, sorted; empty for all
 */
public record Selection(String venue, SortedSet<String> symbols) implements Serializable {
  private static final String ALL_VENUES = "all venues";
  private static final String ALL_SYMBOLS = "all symbols";
  private static final String SEPARATOR = ", ";

  /** Every instrument. */
  public static final Selection ALL = new Selection(null, new TreeSet<>());

  /** Keeps a copy of the symbols. */
  public Selection {
    symbols = new TreeSet<>(symbols);
  }

  /** Returns true if nothing is left out. */
  public boolean isAll() {
    return venue == null && symbols.isEmpty();
  }

  /** Returns true if the instrument is selected. */
  public boolean contains(Instrument instrument) {
    return (venue == null || venue.equals(instrument.venue())) && hasSymbol(instrument.symbol());
  }

  /** Returns true if instruments of the symbol are selected, of the venue if there is one. */
  boolean hasSymbol(String symbol) {
    return symbols.isEmpty() || symbols.contains(symbol);
  }

  /** Returns the condition on the columns venue and symbol; empty if nothing is left out. */
  public Optional<Column> condition() {
    return Stream.of(
            venue == null ? null : functions.col("venue").equalTo(venue),
            symbols.isEmpty() ? null : functions.col("symbol").isin(symbols.toArray()))
        .filter(Objects::nonNull)
        .reduce(Column::and);
  }

  /**
   * Returns the condition on the rows of a table: on the columns venue and symbol, or on the assets
   * of the symbols; empty if nothing is left out.
   */
  Optional<Column> condition(LakeTable table) {
    if (table.hasAsset()) {
      return symbols.isEmpty()
          ? Optional.empty()
          : Optional.of(functions.col(LakeTable.ASSET).isin(assets().toArray()));
    }
    return table.hasInstrument() ? condition() : Optional.empty();
  }

  /** Returns true if no row of a table is left out. */
  boolean isWhole(LakeTable table) {
    return table.hasAsset() ? symbols.isEmpty() : !table.hasInstrument() || isAll();
  }

  /** Returns the condition as {@link #condition(LakeTable)} says it, as files are asked for. */
  Expression expression(LakeTable table) {
    if (table.hasAsset()) {
      return symbols.isEmpty()
          ? Expressions.alwaysTrue()
          : Expressions.in(LakeTable.ASSET, assets().toArray());
    }
    return table.hasInstrument()
        ? Expressions.and(
            venue == null ? Expressions.alwaysTrue() : Expressions.equal("venue", venue),
            symbols.isEmpty()
                ? Expressions.alwaysTrue()
                : Expressions.in("symbol", symbols.toArray()))
        : Expressions.alwaysTrue();
  }

  private Set<String> assets() {
    return symbols.stream()
        .map(symbol -> Asset.ofSymbol(symbol).name())
        .collect(Collectors.toSet());
  }

  /** Returns which rows of a table are selected, as {@link #condition(LakeTable)} says. */
  Predicate<Row> rows(LakeTable table) {
    return rows(table, table.columns());
  }

  /**
   * Returns which rows of a table are selected.
   *
   * @param columns the columns of the rows
   */
  Predicate<Row> rows(LakeTable table, List<TableColumn> columns) {
    return chosen(table, columns, text -> text, Row::getString);
  }

  /** Returns the same of rows as Spark has them inside. */
  Predicate<InternalRow> values(LakeTable table, List<TableColumn> columns) {
    return chosen(table, columns, UTF8String::fromString, InternalRow::getUTF8String);
  }

  private <R, T> Predicate<R> chosen(
      LakeTable table,
      List<TableColumn> columns,
      Function<String, T> text,
      BiFunction<R, Integer, T> value) {
    List<String> names = columns.stream().map(TableColumn::name).toList();
    if (table.hasAsset()) {
      Set<T> assets = assets().stream().map(text).collect(Collectors.toSet());
      int asset = names.indexOf(LakeTable.ASSET);
      return row -> assets.isEmpty() || assets.contains(value.apply(row, asset));
    }
    // Rows over all products have no instrument.
    int ofVenue = names.indexOf("venue");
    int symbol = names.indexOf("symbol");
    T ofThisVenue = venue == null ? null : text.apply(venue);
    Set<T> ofSymbols = symbols.stream().map(text).collect(Collectors.toSet());
    return row ->
        !table.hasInstrument()
            || (ofThisVenue == null || ofThisVenue.equals(value.apply(row, ofVenue)))
                && (ofSymbols.isEmpty() || ofSymbols.contains(value.apply(row, symbol)));
  }

  /** Returns true if every instrument of the other selection is selected. */
  public boolean containsAll(Selection other) {
    return (venue == null || venue.equals(other.venue))
        && (symbols.isEmpty() || !other.symbols.isEmpty() && symbols.containsAll(other.symbols));
  }

  /** Returns true if an instrument can be in both. */
  public boolean overlaps(Selection other) {
    return (venue == null || other.venue == null || venue.equals(other.venue))
        && (symbols.isEmpty()
            || other.symbols.isEmpty()
            || symbols.stream().anyMatch(other.symbols::contains));
  }

  @Override
  public String toString() {
    return (venue == null ? ALL_VENUES : venue)
        + SEPARATOR
        + (symbols.isEmpty() ? ALL_SYMBOLS : String.join(",", symbols));
  }

  /** Returns the selection of a text that {@link #toString} made. */
  public static Selection ofText(String text) {
    int comma = text.indexOf(SEPARATOR);
    if (comma < 0) {
      throw new IllegalArgumentException("Invalid selection: " + text);
    }
    String venue = text.substring(0, comma);
    String symbols = text.substring(comma + SEPARATOR.length());
    return new Selection(
        venue.equals(ALL_VENUES) ? null : venue,
        symbols.equals(ALL_SYMBOLS) ? new TreeSet<>() : new TreeSet<>(List.of(symbols.split(","))));
  }
}
