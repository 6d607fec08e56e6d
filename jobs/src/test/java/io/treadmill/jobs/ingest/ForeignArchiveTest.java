package io.treadmill.jobs.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.Settings;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.lake.Archive;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that others wrote are read as they are. */
class ForeignArchiveTest {
  private static final UtcDays DAY = UtcDays.of(LocalDate.of(2026, 6, 12));

  @TempDir Path folder;

  private void write(String select, long rows) {
    SparkSession spark = SparkForTests.get();
    spark
        .range(rows)
        .coalesce(1)
        .selectExpr(select.split(";"))
        .write()
        .mode("overwrite")
        .option("compression", "none")
        .parquet(folder.resolve("trades").toString());
  }

  private Archive archive(Map<String, String> more) {
    Map<String, String> values = new TreeMap<>(more);
    values.put("archive.uri", folder.toString());
    return Archive.open(
        SparkForTests.get(), SparkForTests.settings(folder.resolve("lake"), values).archive());
  }

  private List<Row> read(Map<String, String> settings) {
    return archive(settings)
        .read(ArchiveDataset.TRADES, DAY, Selection.ALL)
        .select("venue", "symbol", "price", "amount", "trade_id")
        .orderBy("ts")
        .collectAsList();
  }

  private static final Map<String, String> MAPPED =
      Map.of(
          "archive.columns", "{trades: {price: px}}",
          "archive.constants", "{trades: {venue: kraken, product: spot}}");

  @Test
  void columnsAreRenamedConstantsAddedAndTypesWidened() {
    write(
        "'XBT' as symbol;cast(timestamp_ntz'2026-06-12 00:00:01' as timestamp_ntz) as ts;"
            + "'buy' as side;cast(60000.5 as decimal(12,2)) as px;cast(2 as int) as amount;"
            + "7 as something_else",
        1);
    assertThat(read(MAPPED))
        .extracting(Row::toString)
        .containsExactly("[kraken,XBT,60000.5,2.0,null]");
  }

  @Test
  void stampsInNanosecondsAsPandasWritesThemAreRead() throws IOException {
    MessageType type =
        MessageTypeParser.parseMessageType(
            "message m { optional int64 ts (TIMESTAMP(NANOS,true)); optional binary symbol"
                + " (STRING); optional binary side (STRING); optional double px; optional double"
                + " amount; }");
    Files.createDirectories(folder.resolve("trades"));
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(folder.resolve("trades/pandas.parquet")))
            .withType(type)
            .build()) {
      for (int i = 0; i < 3; i++) {
        writer.write(
            new SimpleGroup(type)
                .append(
                    "ts",
                    Instant.parse("2026-06-12T00:00:01Z").getEpochSecond() * 1_000_000_000L
                        + i * 1_500L)
                .append("symbol", "BTC/USDT:USDT")
                .append("side", "BUY")
                .append("px", 60000.5 + i)
                .append("amount", 2.0));
      }
    }
    assertThat(
            archive(MAPPED)
                .read(ArchiveDataset.TRADES, DAY, Selection.ALL)
                .selectExpr("concat_ws(' ', symbol, unix_micros(ts) % 1000000, day, price)")
                .collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactlyInAnyOrder(
            "BTC/USDT:USDT 0 2026-06-12 60000.5",
            "BTC/USDT:USDT 1 2026-06-12 60001.5",
            "BTC/USDT:USDT 3 2026-06-12 60002.5");
  }

  @Test
  void stampsThatAreWholeNumbersAreReadByTheirSize() {
    write("'XBT' as symbol;1781222401000 + id as ts;'buy' as side;1.5D as px;2.0D as amount", 2);
    assertThat(read(MAPPED)).hasSize(2);
  }

  @Test
  void idsThatAreTextAreKeptAsNumbersOrText() {
    write(
        "'XBT' as symbol;timestamp'2026-06-12 00:00:01' as ts;'buy' as side;1.5D as px;"
            + "2.0D as amount;if(id = 0, '17', 'a-1') as trade_id",
        2);
    assertThat(
            archive(MAPPED)
                .read(ArchiveDataset.TRADES, DAY, Selection.ALL)
                .selectExpr("coalesce(string(trade_id), '-')", "coalesce(trade_uid, '-')")
                .collectAsList())
        .extracting(Row::toString)
        .containsExactlyInAnyOrder("[17,-]", "[-,a-1]");
  }

  @Test
  void wordsOfForcedOrdersAreReadInAnyCase() {
    SparkForTests.get()
        .sql(
            "select 'kraken' venue, 'linear_perp' product, 'PF_XBTUSD' symbol,"
                + " timestamp'2026-06-12 00:00:01' ts, 'LONG' liquidated_side, 1.5D price,"
                + " 'Trade' price_kind, 2.0D amount, 3.0D notional_usd, 'MARKET' kind,"
                + " 'Full' completeness, 'a' event_id, 1 copies")
        .write()
        .parquet(folder.resolve("liquidations").toString());
    assertThat(
            archive(Map.of())
                .read(ArchiveDataset.LIQUIDATIONS, DAY, Selection.ALL)
                .select("liquidated_side", "price_kind", "kind", "completeness")
                .collectAsList())
        .extracting(Row::toString)
        .containsExactly("[long,trade,market,full]");
  }

  private static final String COIN_MARGINED =
      "'binance' as venue;'inverse_perp' as product;'BTCUSD_PERP' as symbol;"
          + "timestamp'2026-06-12 00:00:01' as ts;'buy' as side;50000D as price;7D as amount";

  private List<String> amounts() {
    return archive(Map.of())
        .read(ArchiveDataset.TRADES, DAY, Selection.ALL)
        .selectExpr("concat_ws(' ', symbol, amount, contracts)")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  /** Seven contracts of 100 USD at 50,000 are .014 coins. */
  @Test
  void amountsInTheUnitOfTheVenueBecomeCoins() {
    write(COIN_MARGINED, 1);
    assertThat(amounts()).containsExactly("BTCUSD_PERP 0.014 7.0");
    write(
        COIN_MARGINED
            .replace("'binance'", "'okx'")
            .replace("inverse_perp", "linear_perp")
            .replace("BTCUSD_PERP", "BTC-USDT-SWAP"),
        1);
    assertThat(amounts()).containsExactly("BTC-USDT-SWAP 0.07 7.0");
    write(COIN_MARGINED + ";3D as contracts", 1);
    assertThat(amounts()).containsExactly("BTCUSD_PERP 7.0 3.0");
    write(COIN_MARGINED.replace("inverse_perp", "spot").replace("BTCUSD_PERP", "BTCUSDT"), 1);
    assertThat(amounts()).containsExactly("BTCUSDT 7.0");
  }

  @Test
  void aSymbolThatIsNotKnownIsRefusedWithWhatToGive() {
    write(COIN_MARGINED.replace("'binance'", "'bitmex'").replace("BTCUSD_PERP", "FOOUSD"), 1);
    assertThatThrownBy(this::amounts)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("the contract of FOOUSD of bitmex is not known")
        .hasMessageContaining("setting contracts.bitmex/FOOUSD");
    Settings said =
        SparkForTests.settings(
            folder.resolve("lake"),
            Map.of(
                "archive.uri",
                folder.toString(),
                "contracts.bitmex/FOOUSD",
                "{product: inverse_perp, contract-value: 10}"));
    assertThat(
            Archive.open(SparkForTests.get(), said)
                .read(ArchiveDataset.TRADES, DAY, Selection.ALL)
                .select("amount")
                .first()
                .getDouble(0))
        .isEqualTo(70 / 50000.0);
  }

  @Test
  void aFileMetTwiceIsReadOnceAndTold() throws IOException {
    write(COIN_MARGINED, 1);
    Path file;
    try (Stream<Path> found = Files.list(folder.resolve("trades"))) {
      file = found.filter(path -> path.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    Files.createDirectories(folder.resolve("trades/copy"));
    Files.copy(file, folder.resolve("trades/copy/again.parquet"));
    assertThat(amounts()).hasSize(1);
    assertThat(archive(Map.of()).copies(ArchiveDataset.TRADES, DAY))
        .singleElement()
        .asString()
        .contains("again.parquet", "byte for byte", file.getFileName().toString());
    assertThat(archive(Map.of()).copies(ArchiveDataset.KLINES, DAY)).isEmpty();
  }

  @Test
  void namesOfFoldersAreColumnsAndPlainFilesMayLieBesideThem() {
    SparkSession spark = SparkForTests.get();
    String rest =
        "select 'XBT' as symbol, timestamp'2026-06-12 00:00:0%d' as ts, 'buy' as side,"
            + " 1.5D as price, 2.0D as amount";
    spark
        .sql(String.format(rest, 1) + ", 'kraken' venue, 'spot' product, date'2026-06-12' day")
        .write()
        .partitionBy("venue", "product", "day")
        .parquet(folder.resolve("trades").toString());
    spark
        .sql(String.format(rest, 2) + ", 'bitmex' venue, 'spot' product")
        .coalesce(1)
        .write()
        .mode("append")
        .parquet(folder.resolve("trades").toString());
    assertThat(read(Map.of()))
        .extracting(Row::toString)
        .containsExactly("[kraken,XBT,1.5,2.0,null]", "[bitmex,XBT,1.5,2.0,null]");
  }

  @Test
  void aMissingColumnIsNamedWithFileRuleAndRemedy() {
    write("'XBT' as symbol;timestamp'2026-06-12 00:00:01' as ts;'buy' as side;1.0D as px", 1);
    assertThatThrownBy(() -> read(MAPPED))
        .isInstanceOfSatisfying(
            UserError.class, error -> assertThat(error.exitCode()).isEqualTo(ExitCode.INPUT))
        .hasMessageContaining(".parquet as trades: no column amount")
        .hasMessageContaining("archive.constants.trades.amount");
  }

  @Test
  void aColumnOfAnotherTypeIsNamed() {
    write("'XBT' as symbol;'2026-06-12' as ts;'buy' as side;1.0D as px;1.0D as amount", 1);
    assertThatThrownBy(() -> read(MAPPED))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("column ts has type STRING (must be TIMESTAMP");
  }

  @Test
  void aFlippedBitInAPageThatIsReadIsFoundAndTheFileNamed() throws IOException {
    write(
        "'XBT' as symbol;timestamp'2026-06-12 00:00:01' as ts;'buy' as side;"
            + "cast(id as double) + 0.125D as px;cast(id as double) as amount",
        2000);
    Path file;
    try (Stream<Path> found = Files.list(folder.resolve("trades"))) {
      file = found.filter(path -> path.toString().endsWith(".parquet")).findFirst().orElseThrow();
      Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    }
    assertThat(read(MAPPED)).hasSize(2000);
    byte[] bytes = Files.readAllBytes(file);
    byte[] price = new byte[8];
    java.nio.ByteBuffer.wrap(price).order(java.nio.ByteOrder.LITTLE_ENDIAN).putDouble(1234.125);
    int at = 0;
    while (!java.util.Arrays.equals(bytes, at, at + 8, price, 0, 8)) {
      at++;
    }
    bytes[at + 3] ^= 4;
    Files.write(file, bytes);
    assertThatThrownBy(() -> read(MAPPED))
        .isInstanceOf(SparkException.class)
        .hasMessageContaining(file.getFileName().toString())
        .hasStackTraceContaining("verification");
  }

  @Test
  void aFileThatIsNoParquetIsNamed() throws IOException {
    Files.createDirectories(folder.resolve("trades"));
    Files.writeString(folder.resolve("trades/x.parquet"), "no parquet at all, only text");
    assertThatThrownBy(() -> read(MAPPED))
        .isInstanceOf(UserError.class)
        .hasMessageContaining("x.parquet")
        .hasMessageContaining("not a whole Parquet file");
  }
}
