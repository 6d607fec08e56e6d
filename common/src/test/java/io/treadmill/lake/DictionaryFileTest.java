package io.treadmill.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.lake.LakeTable.Partition;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DictionaryFileTest {
  /** A file of one table, each line of which a test may change. */
  private static final String FILE =
      """
      walls:
        comment: "Walls of the map: one row each"
        key: [instrument, ts, side]
        day-column: ts
        partition: month
        columns:
          - instrument
          - ts instant: Instant of the map, UTC
          - side text: long or short
          - size_usd number?: Size in USD; null if it was
              never seen
      """;

  private static LakeTable walls(String yaml) {
    return new DictionaryFile("rooms.yaml", yaml).table("walls");
  }

  private static void assertRefused(String line, String changed, String... said) {
    assertThat(FILE).contains(line);
    assertThatThrownBy(() -> walls(FILE.replace(line, changed)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot read the dictionary rooms.yaml: ")
        .hasMessageContainingAll(said);
  }

  @Test
  void aTableIsWhatIsWritten() {
    LakeTable walls = walls(FILE);
    assertThat(walls.name()).isEqualTo("walls");
    assertThat(walls.comment()).isEqualTo("Walls of the map: one row each");
    assertThat(walls.dayColumn()).isEqualTo("ts");
    assertThat(walls.partition()).isEqualTo(Partition.MONTH);
    assertThat(walls.partition()).isNotEqualTo(LakeTable.Partition.NONE);
    assertThat(walls.key()).containsExactly("venue", "product", "symbol", "ts", "side");
    assertThat(walls.columns().subList(0, 3))
        .containsExactly(
            new TableColumn("venue", ColumnType.TEXT, true, "Venue, lower case"),
            new TableColumn(
                "product", ColumnType.TEXT, true, "Kind of contract, for example linear_perp"),
            new TableColumn("symbol", ColumnType.TEXT, true, "Symbol of the venue"));
    assertThat(walls.columns().subList(3, 6))
        .containsExactly(
            new TableColumn("ts", ColumnType.INSTANT, true, "Instant of the map, UTC"),
            new TableColumn("side", ColumnType.TEXT, true, "long or short"),
            new TableColumn(
                "size_usd", ColumnType.NUMBER, false, "Size in USD; null if it was never seen"));
  }

  @Test
  void whatIsNotKnownIsRefused() {
    assertRefused("partition: month", "partition: week", "walls: week (must be one of [day, month");
    assertRefused("day-column: ts", "day: ts", "walls", "[columns, comment, day, key");
    assertRefused("partition: month", "partition: month\n  file: month", "walls", "file, key");
    assertRefused("number?:", "numbre?:", "walls.size_usd: numbre (must be one of [text, number");
    assertRefused("- instrument", "- instruments", "walls: \"instruments\" (must be name type");
    assertRefused("size_usd number?:", "size_usd:", "walls: size_usd (must be name type");
    assertRefused("size_usd number?:", "sizeUsd number?:", "walls: sizeUsd number? (must be");
    assertThatThrownBy(() -> new DictionaryFile("rooms.yaml", FILE).table("wall"))
        .hasMessage("No table wall in the dictionary (one of [walls])");
  }

  @Test
  void rulesAreReadAndWhatIsNoRuleIsRefused() {
    String key = "partition: month";
    assertThat(walls(FILE).rules()).isEmpty();
    assertThat(walls(FILE.replace(key, key + "\n  rules: [0 <= size_usd]")).rules())
        .containsExactly(AuditRule.of("0 <= size_usd"));
    assertRefused(
        key, key + "\n  rules: [size_usd]", "rule of walls: Invalid rule: size_usd (must");
    assertRefused(key, key + "\n  rules: [0 <= size]", "walls: no number", "0 <= size: size");
    assertRefused(key, key + "\n  rules: [0 <= side]", "walls: no number", "0 <= side: side");
    assertRefused(
        key, key + "\n  rules: [coverage]", "files of days are needed by the rule coverage");
  }

  @Test
  void everySumOfTwoTablesNamesAColumn() {
    List<AuditRule.OtherSum> sums =
        LakeTables.all().stream()
            .flatMap(table -> table.rules().stream())
            .filter(AuditRule.OtherSum.class::isInstance)
            .map(AuditRule.OtherSum.class::cast)
            .toList();
    assertThat(sums)
        .isNotEmpty()
        .allSatisfy(
            sum ->
                assertThat(LakeTables.all())
                    .anyMatch(
                        table ->
                            table.name().equals(sum.otherTable())
                                && table.columns().stream()
                                    .anyMatch(column -> column.name().equals(sum.otherColumn()))));
  }

  @Test
  void whatIsMissingIsRefused() {
    assertRefused("\"Walls of the map: one row each\"", "", "walls: no comment");
    assertRefused("  partition: month\n", "", "walls: it has [columns, comment, day-column, key]");
    assertRefused("side text: long or short", "side text:", "walls.side: no comment");
    assertRefused("side text: long or short", "side text: 7", "walls.side: no comment in words");
    assertRefused("[instrument, ts, side]", "[instrument, sides]", "no column of the key sides");
    assertRefused("day-column: ts", "day-column: day", "walls: no day column day");
    assertRefused("day-column: ts", "day-column: side", "walls: no day column side");
  }

  @Test
  void whatIsThereTwiceIsRefused() {
    assertRefused("- side text: long or short", "- ts date: Day", "walls: two columns ts");
    assertRefused("partition: month", "partition: month\n  key: [ts]", "'key'", "line: 6");
    assertThatThrownBy(() -> walls(FILE + FILE)).hasMessageContainingAll("rooms.yaml", "'walls'");
  }

  @Test
  void aFileThatIsNoYamlIsRefusedWithItsLine() {
    assertRefused("side text: long or short", "side text: long: or short", "line: 9");
  }

  @Test
  void everyTableHasANameOfItsOwn() {
    assertThat(LakeTables.all().stream().map(LakeTable::name)).doesNotHaveDuplicates();
  }

  @Test
  void everyDatasetOfTheArchiveIsKnownToTheCode() {
    List<String> known =
        Arrays.stream(ArchiveDataset.values()).map(ArchiveDataset::folder).toList();
    assertThat(DictionaryFile.of("archive").tables().stream().map(LakeTable::name))
        .containsExactlyElementsOf(known);
    assertThat(ArchiveDataset.TRADES.order()).containsExactly("ts", "trade_id", "sequence");
    assertThat(ArchiveDataset.TRADES.isTimed()).isTrue();
    assertThat(ArchiveDataset.MARGIN_TIERS.isTimed()).isFalse();
  }
}
