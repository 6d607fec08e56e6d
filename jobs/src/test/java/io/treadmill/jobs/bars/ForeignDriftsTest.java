package io.treadmill.jobs.bars;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trades that others wrote as Parquet come in another schema: what says the same gives the same
 * bars, the rest is refused with file and column; nothing is read as something else.
 */
class ForeignDriftsTest {
  private static final String PLACE = "trades/day=%s/file.parquet".formatted(TestTrades.DAY);
  private static final String SAME = "SAME";

  /** Columns of a trade: a price of halves, a whole amount, a whole second. */
  private static final Map<String, String> COLUMNS =
      Drift.map(
          "venue",
          "'test'",
          "product",
          "'linear_perp'",
          "symbol",
          "'AAA'",
          "ts",
          "make_timestamptz(%d + i * 16000000)".formatted(start()),
          "trade_id",
          "7 + i",
          "sequence",
          "i",
          "side",
          "case when i % 3 = 0 then 'buy' else 'sell' end",
          "price",
          "6000 + (i % 37) * 0.5::double",
          "amount",
          "(1 + i % 9)::double");

  @TempDir Path folder;
  private int made;
  private List<String> undisturbed;

  private static long start() {
    return UtcDays.startMicros(TestTrades.DAY);
  }

  /**
   * A drift.
   *
   * @param changed expressions by column, empty for a column that is not there
   * @param options how DuckDB writes the file
   * @param settings settings of the archive
   * @param isMixed whether half of the trades lie in a second file, which is undisturbed
   * @param outcome {@link #SAME}, or a word that the refusal must have
   */
  private record Drift(
      String name,
      Map<String, String> changed,
      String options,
      Map<String, String> settings,
      boolean isMixed,
      String outcome) {
    static Drift same(String name, String... changed) {
      return new Drift(name, map(changed), "", Map.of(), false, SAME);
    }

    static Drift refused(String name, String word, String... changed) {
      return new Drift(name, map(changed), "", Map.of(), false, word);
    }

    static Drift written(String options) {
      return new Drift("written with " + options, Map.of(), ", " + options, Map.of(), false, SAME);
    }

    Drift mixed() {
      return new Drift(name, changed, options, settings, true, outcome);
    }

    private static Map<String, String> map(String... namesAndValues) {
      Map<String, String> values = new TreeMap<>();
      for (int i = 0; i < namesAndValues.length; i += 2) {
        values.put(namesAndValues[i], namesAndValues[i + 1]);
      }
      return values;
    }
  }

  private static String micros() {
    return "(%d + i * 16000000)".formatted(start());
  }

  private static String cast(String column, String type) {
    return "(%s)::%s".formatted(COLUMNS.get(column), type);
  }

  private static List<Drift> same() {
    String[] thousand = new String[2_000];
    for (int i = 0; i < thousand.length; i += 2) {
      thousand[i] = "further_" + i;
      thousand[i + 1] = "i";
    }
    return List.of(
        Drift.same("nothing"),
        Drift.same("a further column", "further", "'x'"),
        Drift.same("a further struct and a further list", "a", "{'price': 5.0}", "zz", "[1.0]"),
        Drift.same("a thousand further columns", thousand),
        Drift.same("no id and no sequence", "trade_id", "", "sequence", ""),
        Drift.same("prices as decimals", "price", cast("price", "decimal(18, 4)")),
        Drift.same("prices as wide decimals", "price", cast("price", "decimal(38, 10)")),
        Drift.same("prices in 32 bits", "price", cast("price", "float")),
        Drift.same("amounts as whole numbers", "amount", cast("amount", "bigint")),
        Drift.same("amounts in 16 bits", "amount", cast("amount", "smallint")),
        Drift.same("amounts without sign", "amount", cast("amount", "ubigint")),
        Drift.same("amounts in 8 bits without sign", "amount", cast("amount", "utinyint")),
        Drift.same("times without zone", "ts", "make_timestamp(%s)".formatted(micros())),
        Drift.same("times in ms", "ts", "make_timestamp(%s)::timestamp_ms".formatted(micros())),
        Drift.same("times in ns", "ts", "make_timestamp(%s)::timestamp_ns".formatted(micros())),
        Drift.same("times as numbers, s", "ts", micros() + " // 1000000"),
        Drift.same("times as numbers, ms", "ts", micros() + " // 1000"),
        Drift.same("times as numbers, us", "ts", micros()),
        Drift.same("times as numbers, ns", "ts", micros() + " * 1000"),
        Drift.same("ids in 32 bits", "trade_id", cast("trade_id", "integer")),
        Drift.same("ids as texts", "trade_id", cast("trade_id", "varchar")),
        Drift.same("sides in capitals", "side", "upper(%s)".formatted(COLUMNS.get("side"))),
        Drift.same("sides as enums", "side", cast("side", "enum('buy', 'sell')")),
        Drift.same("symbols as enums", "symbol", cast("symbol", "enum('AAA')")),
        Drift.written("codec 'zstd'"),
        Drift.written("codec 'gzip'"),
        Drift.written("codec 'uncompressed'"),
        Drift.written("row_group_size 2048"),
        Drift.written("parquet_version v2"),
        new Drift(
            "names of others that are set",
            Map.of("price", "", "px", COLUMNS.get("price"), "venue", ""),
            "",
            Map.of(
                "archive.columns", "{trades: {price: px}}",
                "archive.constants", "{trades: {venue: test}}"),
            false,
            SAME),
        Drift.same(
                "prices as decimals, in one of two files", "price", cast("price", "decimal(18, 4)"))
            .mixed(),
        Drift.same("ids as texts, in one of two files", "trade_id", cast("trade_id", "varchar"))
            .mixed(),
        Drift.same("times as numbers, in one of two files", "ts", micros() + " // 1000").mixed());
  }

  private static List<Drift> refused() {
    return List.of(
        Drift.refused("no prices", "no column price", "price", ""),
        Drift.refused("no venue", "no column venue", "venue", ""),
        Drift.refused("no times", "no column", "ts", ""),
        Drift.refused("no prices in one of two files", "no column price", "price", "").mixed(),
        Drift.refused("capitals", "no column price", "price", "", "PRICE", COLUMNS.get("price")),
        Drift.refused("another name", "no column price", "price", "", "px", "1.5"),
        Drift.refused("prices as texts", "price", "price", cast("price", "varchar")),
        Drift.refused("prices as flags", "price", "price", "true"),
        Drift.refused("prices in a struct", "price", "price", "{'value': 1.5}"),
        Drift.refused("prices in a list", "price", "price", "[1.5]"),
        Drift.refused(
            "times as texts",
            "or a whole number of seconds to nanoseconds",
            "ts",
            cast("ts", "varchar")),
        Drift.refused("times as days", "ts", "ts", cast("ts", "date")),
        Drift.refused("times as fractions", "ts", "ts", "(%s)::double".formatted(micros())),
        Drift.refused("symbols as numbers", "symbol", "symbol", "7"),
        Drift.refused("sides as flags", "side", "side", "i % 3 = 0"),
        Drift.refused("sides as numbers", "side", "side", "1"));
  }

  @Test
  void someGiveTheSameBarsOrAreRefused() throws IOException, SQLException {
    List<Drift> some = new ArrayList<>(same().subList(0, 1));
    some.add(same().get(5));
    some.add(same().get(16));
    some.add(refused().get(4));
    check(some);
  }

  @Test
  @Tag("sweep")
  void allGiveTheSameBarsOrAreRefused() throws IOException, SQLException {
    List<Drift> all = new ArrayList<>(same());
    all.addAll(refused());
    check(all);
  }

  private void check(List<Drift> drifts) throws IOException, SQLException {
    List<String> wrong = new ArrayList<>();
    for (Drift drift : drifts) {
      String seen = seen(drift);
      System.out.printf("%-40s %-16s %s%n", drift.name(), drift.outcome(), seen);
      boolean isRight =
          drift.outcome().equals(SAME)
              ? seen.equals(SAME)
              : seen.startsWith("REFUSED") && seen.contains(drift.outcome());
      if (!isRight) {
        wrong.add(drift.name() + ": " + seen);
      }
    }
    assertThat(wrong).as("of %d drifts", drifts.size()).isEmpty();
  }

  private String seen(Drift drift) throws IOException, SQLException {
    Path archive = folder.resolve("archive" + made++);
    Path file = archive.resolve(PLACE);
    Files.createDirectories(file.getParent());
    write(drift.changed(), drift.options(), drift.isMixed() ? "range(2500)" : "range(5000)", file);
    if (drift.isMixed()) {
      write(Map.of(), "", "range(2500, 5000)", file.resolveSibling("other.parquet"));
    }
    SparkSession spark = SparkForTests.get().newSession();
    try {
      List<String> bars =
          BarsRun.of(spark, archive, drift.settings(), UtcDays.of(TestTrades.DAY))
              .fiveMinutes()
              .stream()
              .map(Row::toString)
              .sorted()
              .toList();
      if (undisturbed == null) {
        assertThat(bars).hasSize(267);
        undisturbed = bars;
      }
      return bars.equals(undisturbed) ? SAME : "OTHER BARS " + bars.subList(0, 1);
    } catch (UserError e) {
      boolean isTold =
          e.exitCode() == ExitCode.INPUT && e.getMessage().contains(file.getFileName().toString());
      return (isTold ? "REFUSED " : "BADLY TOLD ") + e.getMessage();
    } catch (RuntimeException e) {
      return "FAILED " + ExceptionUtils.getRootCause(e);
    }
  }

  private static void write(Map<String, String> changed, String options, String trades, Path file)
      throws SQLException {
    Map<String, String> columns = new TreeMap<>(COLUMNS);
    columns.putAll(changed);
    columns.values().removeIf(String::isEmpty);
    String select =
        String.join(
            ", ",
            columns.entrySet().stream()
                .map(column -> column.getValue() + " as " + column.getKey())
                .toList());
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:")) {
      duckDb
          .createStatement()
          .execute(
              "copy (select %s from %s t(i)) to '%s' (format parquet%s)"
                  .formatted(select, trades, file, options));
    }
  }
}
