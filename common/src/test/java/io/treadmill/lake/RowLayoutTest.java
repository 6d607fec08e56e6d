package io.treadmill.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.Side;
import io.treadmill.stats.Estimate;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

class RowLayoutTest {
  private static final Instrument BTC = new Instrument("binance", Product.LINEAR_PERP, "BTCUSDT");

  /** A table with a column of each kind. */
  private static final LakeTable TABLE =
      new DictionaryFile(
              "test.yaml",
              """
              of_the_test:
                comment: A table
                key: [instrument, day]
                day-column: day
                partition: day
                columns:
                  - instrument
                  - day date: Day
                  - ts instant: Instant
                  - text text: Text
                  - number number?: Number
                  - whole whole: Whole number
                  - integer integer?: Small whole number
                  - flag flag: Flag
              """)
          .table("of_the_test");

  private static final LocalDate DAY = LocalDate.of(2026, 3, 4);

  /** What a row is made of. */
  private record Source(String text, double number, long micros) {}

  private static RowLayout.Builder<Source> withoutNumber() {
    return RowLayout.<Source>of(TABLE)
        .flag("flag", from -> true)
        .integerOrNull("integer", from -> null)
        .whole("whole", from -> 7)
        .text("text", Source::text)
        .micros("ts", Source::micros)
        .date("day", from -> DAY)
        .instrument(from -> BTC);
  }

  private static final RowLayout<Source> LAYOUT =
      withoutNumber().number("number", Source::number).build();

  @Test
  void valuesStandInTheOrderOfTheTableWhateverTheOrderOfTheFunctions() {
    Row row = LAYOUT.row(new Source("a", 1.5, 0));
    assertThat(row.size()).isEqualTo(TABLE.columns().size());
    assertThat(List.of(row.get(0), row.get(1), row.get(2)))
        .containsExactly("binance", "linear_perp", "BTCUSDT");
    assertThat(row.get(3)).isEqualTo(Date.valueOf(DAY));
    assertThat(row.get(4)).isEqualTo(Timestamp.from(Instant.EPOCH));
    assertThat(row.get(5)).isEqualTo("a");
    assertThat(row.get(6)).isEqualTo(1.5);
    assertThat(row.get(7)).isEqualTo(7L);
    assertThat(row.get(8)).isNull();
    assertThat(row.get(9)).isEqualTo(true);
    assertThat(LAYOUT.name()).isEqualTo("of_the_test");
    assertThat(LAYOUT.schema()).isEqualTo(TABLE.schema());
  }

  @Test
  void aNumberThatIsMissingIsNull() {
    assertThat(LAYOUT.row(new Source("a", Double.NaN, 0)).get(6)).isNull();
  }

  /** Returns a table of numbers that may be missing, by day. */
  private static LakeTable ofNumbers(String... columns) {
    List<TableColumn> all = new ArrayList<>();
    all.add(new TableColumn("day", ColumnType.DATE, true, "Day"));
    for (String column : columns) {
      all.add(new TableColumn(column, ColumnType.NUMBER, false, "Number"));
    }
    return new LakeTable("numbers", "Numbers", "day", LakeTable.Partition.DAY, List.of("day"), all);
  }

  @Test
  void anEstimateFillsItsColumns() {
    RowLayout<Estimate> layout =
        RowLayout.<Estimate>of(ofNumbers("a", "a_low", "a_high", "b", "least", "most", "c", "c_p"))
            .date("day", from -> DAY)
            .interval("a", "a_low", "a_high", from -> from)
            .interval("b", "least", "most", from -> from)
            .tested("c", "c_p", from -> from)
            .build();
    Row row = layout.row(Estimate.of(2, 1, 4, 9).withP(0.25));
    assertThat(row)
        .isEqualTo(RowFactory.create(Date.valueOf(DAY), 2.0, 1.0, 4.0, 2.0, 1.0, 4.0, 2.0, 0.25));
    assertThat(layout.row(Estimate.missing("none", 0)).get(1)).isNull();
  }

  /** A component of each kind that fills columns, and one that is no column. */
  private record Named(
      Instrument instrument,
      LocalDate day,
      long ts,
      Side text,
      Estimate number,
      long whole,
      Integer integer,
      boolean flag,
      List<String> quarantined) {}

  private static Named named(Estimate number, Integer integer) {
    return new Named(BTC, DAY, 1_500_000, Side.SHORT, number, 8, integer, true, List.of());
  }

  @Test
  void aComponentFillsTheColumnOfItsName() {
    RowLayout<Named> layout =
        RowLayout.<Named>of(TABLE).components(Named.class, from -> from).build();
    assertThat(layout.row(named(Estimate.of(1, 0.5, 2, 9), 4)))
        .isEqualTo(
            RowFactory.create(
                "binance",
                "linear_perp",
                "BTCUSDT",
                Date.valueOf(DAY),
                Timestamp.from(Instant.ofEpochMilli(1500)),
                "short",
                1.0,
                8L,
                4,
                true));
    Row missing = layout.row(named(Estimate.missing("none", 0), null));
    assertThat(missing.get(6)).isNull();
    assertThat(missing.get(8)).isNull();
  }

  @Test
  void aFunctionComesBeforeAComponent() {
    RowLayout<Named> layout =
        RowLayout.<Named>of(TABLE)
            .components(Named.class, from -> from)
            .text("text", from -> "by a function")
            .build();
    assertThat(layout.row(named(Estimate.tested(1, 1, 1), 4)).get(5)).isEqualTo("by a function");
  }

  /** What a row of estimates may be made of. */
  private record Effects(Estimate effect15m, double leastOfAll) {}

  @Test
  void anEstimateFillsTheColumnsOfItsEndsAndARecordThatIsNullNone() {
    RowLayout<Effects> layout =
        RowLayout.<Effects>of(
                ofNumbers(
                    "effect_15m",
                    "effect_15m_low",
                    "effect_15m_high",
                    "effect_15m_p",
                    "least_of_all"))
            .date("day", from -> DAY)
            .components(Effects.class, from -> from.leastOfAll() < 0 ? null : from)
            .build();
    Estimate effect = Estimate.of(2, 1, 4, 9).withP(0.25);
    assertThat(layout.row(new Effects(effect, 7)))
        .isEqualTo(RowFactory.create(Date.valueOf(DAY), 2.0, 1.0, 4.0, 0.25, 7.0));
    assertThat(layout.row(new Effects(effect, -7)))
        .isEqualTo(RowFactory.create(Date.valueOf(DAY), null, null, null, null, null));
  }

  @Test
  void componentsOfOneNameAndRecordsThatFillNothingAreRefused() {
    assertThatThrownBy(
            () ->
                RowLayout.<Named>of(TABLE)
                    .components(Named.class, from -> from)
                    .components(Source.class, from -> new Source("a", 1, 1))
                    .build())
        .hasMessage("Invalid layout of of_the_test: text is filled twice");
    assertThatThrownBy(
            () -> withoutNumber().components(Effects.class, from -> new Effects(null, 1)).build())
        .hasMessage("Invalid layout of of_the_test: a record fills no column of [number]");
  }

  @Test
  void aRequiredValueThatIsMissingIsRefused() {
    assertThatThrownBy(() -> LAYOUT.row(new Source(null, 1, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid row of of_the_test: no value for text");
  }

  @Test
  void aColumnThatTheTableDoesNotHaveIsRefused() {
    assertThatThrownBy(() -> withoutNumber().number("nummer", Source::number))
        .hasMessage("Invalid layout of of_the_test: no column nummer");
  }

  @Test
  void aColumnWithoutAFunctionIsRefused() {
    assertThatThrownBy(() -> withoutNumber().build())
        .hasMessage("Invalid layout of of_the_test: nothing fills number");
  }

  @Test
  void aColumnWithTwoFunctionsIsRefused() {
    assertThatThrownBy(() -> withoutNumber().text("text", Source::text))
        .hasMessage("Invalid layout of of_the_test: text is filled twice");
  }

  @Test
  void aFunctionOfAnotherTypeIsRefused() {
    assertThatThrownBy(() -> withoutNumber().whole("number", Source::micros))
        .hasMessage("Invalid layout of of_the_test: number is double, not bigint");
    assertThatThrownBy(() -> withoutNumber().numbers("number", from -> new double[0]))
        .hasMessage("Invalid layout of of_the_test: number is double, no array of double");
  }

  @Test
  void instantsBefore1970AndOfLessThanAMillisecondAreKept() {
    // 1.000001 s before 1970: 23:59:58.999999.
    Timestamp before = (Timestamp) LAYOUT.row(new Source("a", 1, -1_000_001)).get(4);
    assertThat(before.toInstant()).isEqualTo(Instant.parse("1969-12-31T23:59:58.999999Z"));
    Timestamp after = (Timestamp) LAYOUT.row(new Source("a", 1, 1_000_001)).get(4);
    assertThat(after.toInstant()).isEqualTo(Instant.parse("1970-01-01T00:00:01.000001Z"));
    for (long micros : new long[] {-1_000_001, -1, 0, 999, 1_772_582_400_123_456L}) {
      assertThat(NamedRow.micros(RowLayout.timestamp(micros))).isEqualTo(micros);
    }
  }

  @Test
  void labelsAreNamesInLowerCaseAndInstantsMayBeNull() {
    LakeTable sides =
        new LakeTable(
            "sides",
            "Sides",
            "known",
            LakeTable.Partition.NONE,
            List.of("side"),
            List.of(
                new TableColumn("side", ColumnType.TEXT, true, "Side"),
                new TableColumn("seen", ColumnType.INSTANT, false, "When it was seen"),
                new TableColumn("known", ColumnType.INSTANT, false, "When it was known")));
    RowLayout<Side> layout =
        RowLayout.<Side>of(sides)
            .label("side", side -> side)
            .microsOrNull("seen", side -> side == Side.LONG ? 5L : null)
            .instant("known", side -> side == Side.LONG ? Instant.EPOCH : null)
            .build();
    assertThat(layout.row(Side.LONG).get(0)).isEqualTo("long");
    assertThat(layout.row(Side.LONG).get(1)).isEqualTo(RowLayout.timestamp(5));
    Row missing = layout.rows(Arrays.asList(Side.SHORT)).get(0);
    assertThat(missing.isNullAt(1)).isTrue();
    assertThat(missing.isNullAt(2)).isTrue();
  }

  @Test
  void columnsOfPackedRowsAreArrays() {
    RowLayout<double[]> layout =
        RowLayout.<double[]>packed(TABLE)
            .instrument(from -> BTC)
            .date("day", from -> DAY)
            .micros("ts", from -> 0)
            .text("text", from -> "a")
            .numbers("number", from -> from)
            .whole("whole", from -> from.length)
            .integers("integer", from -> new int[] {4, 5})
            .flag("flag", from -> false)
            .build();
    assertThat(layout.schema().apply("number").dataType())
        .isEqualTo(DataTypes.createArrayType(DataTypes.DoubleType));
    TableUnion union = TableUnion.of(List.of()).with(layout.name(), layout.schema());
    Row both = union.row(layout.name(), layout.row(new double[] {1, Double.NaN}));
    List<Row> rows = UnionRows.of(union, List.of(both), TABLE);
    int number = TABLE.schema().fieldIndex("number");
    int integer = TABLE.schema().fieldIndex("integer");
    assertThat(rows.stream().map(row -> row.get(number))).containsExactly(1.0, null);
    assertThat(rows.stream().map(row -> row.get(integer))).containsExactly(4, 5);
    assertThatThrownBy(() -> RowLayout.<double[]>packed(TABLE).numbers("integer", from -> from))
        .hasMessage("Invalid layout of of_the_test: integer is int, no array of double");
  }
}
