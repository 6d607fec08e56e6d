package io.treadmill.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class TableUnionTest {
  private static final StructType PAIR =
      new StructType().add("a", DataTypes.LongType).add("b", DataTypes.LongType);
  private static final TableUnion UNION =
      TableUnion.of(List.of(LakeTables.ZONES, LakeTables.FRAGILITY)).with("pair", PAIR);

  @Test
  void aRowHasAColumnForEachTableOfWhichOneIsSet() {
    assertThat(UNION.schema().fieldNames()).containsExactly("zones", "fragility", "pair");
    assertThat(UNION.schema().apply("fragility").dataType())
        .isEqualTo(LakeTables.FRAGILITY.schema());
    Row own = RowFactory.create(1L, 2L);
    Row row = UNION.row("pair", own);
    assertThat(row.isNullAt(0)).isTrue();
    assertThat(row.isNullAt(1)).isTrue();
    assertThat(row.getStruct(2)).isEqualTo(own);
  }

  @Test
  void aRowEntersByTheNamesOfItsColumnsWhateverElseItHas() {
    StructType wide =
        new StructType()
            .add("b", DataTypes.LongType)
            .add("other", DataTypes.LongType)
            .add("a", DataTypes.LongType);
    Row found = new GenericRowWithSchema(new Object[] {2L, 9L, 1L}, wide);
    assertThat(UNION.columns("pair")).containsExactly("a", "b");
    assertThat(UNION.rowByName("pair", found).getStruct(2)).isEqualTo(RowFactory.create(1L, 2L));
    Row less = new GenericRowWithSchema(new Object[] {2L}, new StructType().add("b", "long"));
    assertThatThrownBy(() -> UNION.rowByName("pair", less)).hasMessageContaining("a");
  }

  @Test
  void rowsOfOneColumnAreTakenOutInTheirOrder() {
    Row zone = RowFactory.create("z");
    List<Row> all =
        List.of(
            UNION.row("pair", RowFactory.create(1L, 2L)),
            UNION.row("zones", zone),
            UNION.row("pair", RowFactory.create(3L, 4L)));
    assertThat(UNION.only(all, "pair"))
        .containsExactly(RowFactory.create(1L, 2L), RowFactory.create(3L, 4L));
    assertThat(UNION.only(all, "zones")).containsExactly(zone);
    assertThat(UNION.only(all, "fragility")).isEmpty();
  }

  @Test
  void aTableThatIsNotInTheUnionIsRefused() {
    assertThatThrownBy(() -> UNION.row("book_state", RowFactory.create()))
        .isInstanceOf(Exception.class)
        .hasMessageContaining("book_state");
  }
}
