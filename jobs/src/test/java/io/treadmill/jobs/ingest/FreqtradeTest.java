package io.treadmill.jobs.ingest;

import static io.treadmill.jobs.ingest.VendorFiles.stage;
import static io.treadmill.jobs.ingest.VendorFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.market.contract.Register;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.TimeStampMilliTZVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.compression.NoCompressionCodec;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Data folders of freqtrade, as feather, Parquet and JSON. */
class FreqtradeTest {
  private static final long T0 = Instant.parse("2026-06-12T00:00:00Z").toEpochMilli();
  private static final double[][] BARS = {{10, 12, 9, 11, 5.25}, {11, 13, 10, 12, 0}};
  private static final String[] ROWS = {
    "BTCUSDT linear_perp 2026-06-12 00:00:00 300 10.0 12.0 9.0 11.0 5.25",
    "BTCUSDT linear_perp 2026-06-12 00:05:00 300 11.0 13.0 10.0 12.0 0.0"
  };

  @TempDir Path folder;

  private static List<String> rows(StagedFile file, String... columns) {
    assertThat(file.refusal()).isNull();
    return SparkForTests.get()
        .read()
        .parquet(file.parts().get(0).path())
        .orderBy("ts")
        .selectExpr("concat_ws(' ', %s)".formatted(String.join(", ", columns)))
        .collectAsList()
        .stream()
        .map((Row row) -> row.getString(0))
        .toList();
  }

  private static List<String> bars(StagedFile file) {
    return rows(
        file,
        "'" + file.file().symbol() + "'",
        "'" + file.file().product() + "'",
        "ts",
        "interval_seconds",
        "open",
        "high",
        "low",
        "close",
        "base_volume");
  }

  private static byte[] feather(CodecType codec) throws IOException {
    ArrowType number = new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
    Schema schema =
        new Schema(
            List.of(
                Field.nullable("date", new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC")),
                Field.nullable("open", number),
                Field.nullable("high", number),
                Field.nullable("low", number),
                Field.nullable("close", number),
                Field.nullable("volume", number)));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (BufferAllocator memory = new RootAllocator();
        VectorSchemaRoot root = VectorSchemaRoot.create(schema, memory);
        ArrowFileWriter writer =
            new ArrowFileWriter(
                root,
                null,
                Channels.newChannel(bytes),
                Map.of(),
                IpcOption.DEFAULT,
                codec == CodecType.NO_COMPRESSION
                    ? NoCompressionCodec.Factory.INSTANCE
                    : CommonsCompressionFactory.INSTANCE,
                codec)) {
      writer.start();
      for (int bar = 0; bar < BARS.length; bar++) {
        root.allocateNew();
        ((TimeStampMilliTZVector) root.getVector(0)).setSafe(0, T0 + bar * 300_000L);
        for (int i = 0; i < 5; i++) {
          ((Float8Vector) root.getVector(i + 1)).setSafe(0, BARS[bar][i]);
        }
        root.setRowCount(1);
        writer.writeBatch();
      }
      writer.end();
    }
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @EnumSource(
      value = CodecType.class,
      names = {"NO_COMPRESSION", "LZ4_FRAME", "ZSTD"})
  void featherIsReadHoweverItIsCompressed(CodecType codec) throws IOException {
    byte[] bytes = feather(codec);
    String name = "data/binance/futures/BTC_USDT_USDT-5m-futures.feather";
    assertThat(bars(stage("freqtrade", write(folder, name, bytes)))).containsExactly(ROWS);
    byte[] cut = java.util.Arrays.copyOf(bytes, bytes.length / 2);
    assertThat(stage("freqtrade", write(folder, name, cut)).refusal()).isNotNull();
  }

  @Test
  void jsonAndParquetHoldTheSameBars() throws IOException {
    StringBuilder json = new StringBuilder();
    List<Row> rows = new java.util.ArrayList<>();
    for (int bar = 0; bar < BARS.length; bar++) {
      double[] of = BARS[bar];
      long start = T0 + bar * 300_000L;
      json.append(bar == 0 ? "[" : ",")
          .append("[%d, %s, %s, %s, %s, %s]".formatted(start, of[0], of[1], of[2], of[3], of[4]));
      rows.add(
          RowFactory.create(
              java.sql.Timestamp.from(Instant.ofEpochMilli(start)),
              of[0],
              of[1],
              of[2],
              of[3],
              of[4]));
    }
    String place = "data/binance/futures/BTC_USDT_USDT-5m-futures.";
    Path text = write(folder, place + "json", json + "]");
    assertThat(bars(stage("freqtrade", text))).containsExactly(ROWS);
    Path spark = folder.resolve("spark");
    SparkForTests.get()
        .createDataFrame(
            rows,
            StructType.fromDDL(
                "date timestamp, open double, high double, low double, close double,"
                    + " volume double"))
        .coalesce(1)
        .write()
        .mode(SaveMode.Overwrite)
        .parquet(spark.toString());
    try (var found = Files.list(spark)) {
      Path part =
          found.filter(one -> one.toString().endsWith(".parquet")).findFirst().orElseThrow();
      Path parquet = write(folder, place + "parquet", Files.readAllBytes(part));
      assertThat(bars(stage("freqtrade", parquet))).containsExactly(ROWS);
    }
  }

  @Test
  void marksRatesAndTradesAreReadAndRowsThatCannotBeAreSetAside() throws IOException {
    String place = "data/bybit/futures/BTC_USD_BTC-";
    String bar = "[[%d, 10, 12, 9, 11, 0]]".formatted(T0);
    StagedFile mark = stage("freqtrade", write(folder, place + "1h-mark.json", bar));
    assertThat(mark.file().product() + " " + mark.file().symbol()).isEqualTo("inverse_perp BTCUSD");
    assertThat(
            rows(
                mark, "ts", "interval_seconds", "mark_open", "mark_high", "mark_low", "mark_close"))
        .containsExactly("2026-06-12 00:00:00 3600 10.0 12.0 9.0 11.0");
    String rate = "[[%d, -0.0001, 0, 0, 0, 0]]".formatted(T0);
    StagedFile funding = stage("freqtrade", write(folder, place + "8h-funding_rate.json", rate));
    assertThat(rows(funding, "ts", "rate_kind", "rate", "interval_minutes"))
        .containsExactly("2026-06-12 00:00:00 settled -1.0E-4");
    String trades =
        "[[%d, \"17\", null, \"Sell\", 10.5, 2, 21], [%d, \"a-b\", null, \"buy\", 11, 3, 33]]"
            .formatted(T0 + 1, T0 + 2);
    StagedFile traded = stage("freqtrade", write(folder, place + "trades.json", trades));
    assertThat(rows(traded, "ts", "trade_id", "trade_uid", "side", "price", "amount"))
        .containsExactly(
            "2026-06-12 00:00:00.001 17 sell 10.5 2.0", "2026-06-12 00:00:00.002 a-b buy 11.0 3.0");
    String odd = "[[%d, 10, 9, 11, 10, 1], [%d, 1, 1, 1, 1, 1], [%d, 1, 1, 1, null, 1]]";
    Path bad = write(folder, place + "5m-futures.json", odd.formatted(T0, T0 + 1, T0));
    assertThat(VendorFiles.stage("freqtrade", bad, 100).quarantined())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("bar_range", 1L, "off_grid", 1L, "not_a_number", 1L));
  }

  /** Of an inverse contract amounts are USD where freqtrade multiplied contracts by their size. */
  @Test
  void theCostSaysWhatAmountsOfInverseContractsCount() throws IOException {
    String rows =
        ("[[%d,\"1\",null,\"buy\",50000,200,0.004],[%d,\"2\",null,\"sell\",50000,0.004,200],"
                + "[%d,\"3\",null,\"buy\",50000,200,null]]")
            .formatted(T0, T0 + 1, T0 + 2);
    Path path = write(folder, "data/binance/futures/BTC_USD_BTC-trades.json", rows);
    StagedFile file = VendorFiles.stage("freqtrade", path, 100);
    assertThat(rows(file, "trade_id", "amount", "contracts"))
        .containsExactly("1 0.004 2.0", "2 0.004 2.0");
    assertThat(file.quarantined()).containsExactly(Map.entry("amount_unit", 1L));
  }

  @ParameterizedTest
  @CsvSource({
    "binance, BTC_USDT-1m.json, spot, BTCUSDT",
    "binance, futures/BTC_USD_BTC-1m-futures.json, inverse_perp, BTCUSD_PERP",
    "binance, futures/BTC_USDT_USDT-240628-1m-futures.json, linear_future, BTCUSDT_240628",
    "bybit, futures/BTC_USDC_USDC-1m-futures.json, linear_perp, BTCPERP",
    "okx, futures/BTC_USDT_USDT-1m-futures.json, linear_perp, BTC-USDT-SWAP",
    "hyperliquid, futures/BTC_USDC_USDC-1m-futures.json, linear_perp, BTC",
    "gateio, futures/BTC_USDT_USDT-1m-futures.json, linear_perp, BTC_USDT",
    "bitget, futures/BTC_USDT_USDT-1m-futures.json, linear_perp, BTC/USDT:USDT",
  })
  void pairsAreTheVenuesOwnSymbols(String venue, String name, String product, String symbol)
      throws IOException {
    Path path = write(folder, "data/%s/%s".formatted(venue, name), "[]");
    FileFinder finder =
        new FileFinder(
            IngestRequest.of("freqtrade", List.of(path.toString())),
            Register.RULES,
            new Configuration());
    assertThat(finder.find())
        .extracting(file -> "%s %s %s".formatted(file.venue(), file.product(), file.symbol()))
        .containsExactly("%s %s %s".formatted(venue.replace("gateio", "gate"), product, symbol));
  }

  /** Candles of five minutes in a file that says an hour: they cannot overlap. */
  @Test
  void candlesCloserThanTheNameSaysHaveTheIntervalOfTheirSteps() throws IOException {
    String rows =
        "[[%d,10,12,9,11,5.25],[%d,11,13,10,12,0],[%d,11,13,10,12,0]]"
            .formatted(T0, T0 + 300_000, T0 + 600_000);
    StagedFile file =
        stage("freqtrade", write(folder, "binance/futures/BTC_USDT_USDT-1h-futures.json", rows));
    assertThat(
            rows(
                file,
                "symbol",
                "product",
                "ts",
                "interval_seconds",
                "open",
                "high",
                "low",
                "close",
                "base_volume"))
        .hasSize(3)
        .startsWith(ROWS);
    assertThat(file.notes())
        .containsExactly("candles start 300 s apart, not 3600 s as the name says: the rows count");
  }

  @Test
  void pricesAndAmountsThatNoMarketHasAreSetAside() throws IOException {
    String rows =
        "[[%d,10,12,9,11,5],[%d,1e307,1e308,1e306,1e307,0],[%d,11,13,10,12,0],[%d,0,13,10,12,0]]"
            .formatted(T0, T0 + 300_000, T0 + 600_000, T0 + 900_000);
    StagedFile file =
        VendorFiles.stageOnly(
            "freqtrade",
            write(folder, "binance/futures/BTC_USDT_USDT-5m-futures.json", rows),
            false);
    assertThat(file.quarantined())
        .containsOnly(Map.entry("price_too_large", 1L), Map.entry("price_not_positive", 1L));
  }

  @Test
  void aFolderThatIsNoVenueIsRefusedWithWhatToGive() throws IOException {
    String name = "downloads/BTC_USDT_USDT-5m-futures.json";
    Path path = write(folder, name, "[[%d, 10, 12, 9, 11, 5]]".formatted(T0));
    assertThatThrownBy(() -> stage("freqtrade", path))
        .hasMessageContaining("the folder above it is named downloads")
        .hasMessageContaining("--venue");
    assertThat(stage("freqtrade", path, "binance", null, null).refusal()).isNull();
    Path hdf = write(folder, "binance/BTC_USDT-5m.json", "\u0089HDF");
    assertThat(stage("freqtrade", hdf).refusal()).contains("freqtrade convert-data");
    Path fea =
        write(folder, "binance/BTC_USDT-5m.feather", "FEA1".getBytes(StandardCharsets.UTF_8));
    assertThat(stage("freqtrade", fea).refusal()).contains("first version of feather");
  }
}
