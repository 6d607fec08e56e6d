package io.treadmill.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.SparkForTests;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What is printed is read back by parsers of others, value by value. */
class OutputFormatTest {
  private static final List<String> TEXTS =
      Arrays.asList(
          "plain",
          "a,b",
          "\"quoted\"",
          "two\nlines",
          "carriage\rreturn",
          "\r\n",
          "",
          null,
          " blank ",
          "tab\there",
          "'",
          "\\",
          "\u00e9\u5e01\ud83d\ude00",
          "NULL",
          "=1+1");

  private static String print(OutputFormat format, List<String> names, List<List<Object>> rows) {
    StringWriter text = new StringWriter();
    Console console =
        new Console(new CommandLine(new RootCommand()).getCommandSpec())
            .to(new PrintWriter(text));
    format.print(names, rows.iterator(), row -> row, console);
    return text.toString();
  }

  private static List<String[]> parse(String csv) {
    CsvParserSettings settings = new CsvParserSettings();
    settings.setNullValue(null);
    settings.setEmptyValue("");
    settings.setIgnoreLeadingWhitespaces(false);
    settings.setIgnoreTrailingWhitespaces(false);
    settings.setNormalizeLineEndingsWithinQuotes(false);
    settings.getFormat().setLineSeparator("\n");
    return new CsvParser(settings).parseAll(new StringReader(csv));
  }

  @Test
  void textsOfAllKindsComeBackFromCsvAndJson() throws Exception {
    List<List<Object>> rows =
        TEXTS.stream().map(text -> Arrays.<Object>asList(text, 1, text)).toList();
    List<String[]> csv = parse(print(OutputFormat.CSV, List.of("a,1", "b", "c\"2"), rows));
    assertThat(csv.get(0)).containsExactly("a,1", "b", "c\"2");
    List<String> lines = print(OutputFormat.JSON, List.of("a", "b", "c"), rows).lines().toList();
    assertThat(lines).hasSameSizeAs(TEXTS);
    for (int i = 0; i < TEXTS.size(); i++) {
      assertThat(csv.get(i + 1)).containsExactly(TEXTS.get(i), "1", TEXTS.get(i));
      JsonNode object = new ObjectMapper().readTree(lines.get(i));
      assertThat(object.get("a").textValue()).isEqualTo(TEXTS.get(i));
      assertThat(object.get("a").isNull()).isEqualTo(TEXTS.get(i) == null);
    }
  }

  private static final String QUERY =
      """
      SELECT array(1, NULL, 3) AS list, named_struct('x', 1.5D, 'y', array('a', 'b,c')) AS fields,
        map('k', timestamp'2026-03-02 00:00:01.5') AS pairs, timestamp'2026-03-02 00:00:00' AS ts,
        timestamp_ntz'2026-03-02 12:00:00' AS local, date'2026-03-02' AS day,
        CAST('12345678901234567890.123450' AS DECIMAL(38, 6)) AS amount, CAST('NaN' AS DOUBLE) AS nan,
        CAST('-Infinity' AS DOUBLE) AS infinite, 9007199254740993L AS big, X'00FF' AS bytes, true AS flag,
        CAST(NULL AS INT) AS nothing, 1e-7D AS tiny, array(array('"')) AS nested
      """;

  @Test
  void valuesOfAllTypesOfSparkAreIsoTextsNumbersAndJson() throws Exception {
    Dataset<Row> rows = SparkForTests.get().sql(QUERY);
    List<String> names = List.of(rows.columns());
    List<Object> values = PlainValues.of(rows.collectAsList().get(0));
    String line = print(OutputFormat.JSON, names, List.of(values));
    assertThat(line.strip())
        .isEqualTo(
            "{\"list\":[1,null,3],\"fields\":{\"x\":1.5,\"y\":[\"a\",\"b,c\"]},"
                + "\"pairs\":{\"k\":\"2026-03-02T00:00:01.500Z\"},\"ts\":\"2026-03-02T00:00:00Z\","
                + "\"local\":\"2026-03-02T12:00\",\"day\":\"2026-03-02\","
                + "\"amount\":12345678901234567890.123450,\"nan\":\"NaN\",\"infinite\":\"-Infinity\","
                + "\"big\":9007199254740993,\"bytes\":\"AP8=\",\"flag\":true,\"nothing\":null,"
                + "\"tiny\":1.0E-7,\"nested\":[[\"\\\"\"]]}");
    assertThat(parse(print(OutputFormat.CSV, names, List.of(values))).get(1))
        .containsExactly(
            "[1,null,3]",
            "{\"x\":1.5,\"y\":[\"a\",\"b,c\"]}",
            "{\"k\":\"2026-03-02T00:00:01.500Z\"}",
            "2026-03-02T00:00:00Z",
            "2026-03-02T12:00",
            "2026-03-02",
            "12345678901234567890.123450",
            "NaN",
            "-Infinity",
            "9007199254740993",
            "AP8=",
            "true",
            null,
            "1.0E-7",
            "[[\"\\\"\"]]");
  }

  @Test
  void aTableKeepsItsLinesAndJsonItsColumns() {
    List<List<Object>> rows = List.of(List.of("two\nlines", 1), List.of("one", 22));
    assertThat(print(OutputFormat.TABLE, List.of("a", "b"), rows))
        .isEqualTo("a          b\n---------  --\ntwo lines  1\none        22\n");
    assertThatThrownBy(() -> print(OutputFormat.JSON, List.of("a", "a"), rows))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("two columns are named a");
  }
}
