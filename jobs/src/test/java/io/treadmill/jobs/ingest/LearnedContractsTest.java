package io.treadmill.jobs.ingest;

import static io.treadmill.jobs.ingest.VendorFiles.NOW;
import static io.treadmill.jobs.ingest.VendorFiles.TARDIS_HEADER;
import static io.treadmill.jobs.ingest.VendorFiles.gzip;
import static io.treadmill.jobs.ingest.VendorFiles.write;
import static io.treadmill.jobs.ingest.VendorFiles.zip;
import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.conf.Settings;
import io.treadmill.jobs.SparkForTests;
import io.treadmill.jobs.contract.Session;
import io.treadmill.jobs.ingest.IngestResult.Status;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.jobs.instrument.ModelSettings;
import io.treadmill.lake.Archive;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.IcebergLake;
import io.treadmill.lake.InstrumentLists;
import io.treadmill.lake.Selection;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import io.treadmill.market.contract.Contract;
import io.treadmill.market.contract.Register;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an import learns of contracts counts for it and for all that comes later. */
class LearnedContractsTest {
  private static final long T0 = 1_781_222_400_000L; // 2026-06-12
  private static final UtcDays DAYS =
      new UtcDays(LocalDate.of(2026, 6, 11), LocalDate.of(2026, 6, 14));
  private static final String LIST =
      "{\"code\":\"0\",\"data\":[{\"instType\":\"SWAP\",\"instId\":\"NEWCOIN-USDT-SWAP\",\"ctVal\":\"%s\","
          + "\"ctMult\":\"1\",\"ctType\":\"linear\",\"settleCcy\":\"USDT\"}]}";

  @TempDir Path folder;
  private SparkSession spark;
  private Settings settings;
  private Archive archive;
  private IcebergLake lake;

  @BeforeEach
  void open() {
    spark = SparkForTests.withLake(folder.resolve("lake"));
    settings =
        SparkForTests.settings(
            folder.resolve("lake"), Map.of("archive.uri", folder.resolve("archive").toString()));
    archive = Archive.open(spark, settings.archive());
    lake = IcebergLake.open(spark, "r");
  }

  private IngestResult run(String runId, IngestRequest request) {
    return new Ingest(
            runId,
            List.of(request),
            Session.of(spark),
            archive,
            lake,
            settings,
            Clock.fixed(NOW, ZoneOffset.UTC),
            line -> {})
        .run();
  }

  private List<Double> amounts() {
    return archive
        .read(ArchiveDataset.TRADES, DAYS, Selection.ALL)
        .orderBy("ts")
        .collectAsList()
        .stream()
        .map(row -> row.<Double>getAs("amount"))
        .toList();
  }

  /** The trades lie before the list in the folder, by name and by order of requests. */
  @Test
  void aListInTheFolderIsReadBeforeTheFilesThatNeedIt() throws IOException {
    String trade =
        "instrument_name,trade_id,side,price,size,created_time\nNEWCOIN-USDT-SWAP,1,buy,2,10,%d\n"
            .formatted(T0);
    String stem = "NEWCOIN-USDT-SWAP-trades-2026-06-12";
    Path files = folder.resolve("files");
    write(files, "a/" + stem + ".zip", zip(stem + ".csv", trade));
    write(files, "z/okx_instruments_2026-06-01.json", LIST.formatted(7));
    IngestResult result = run("r1", IngestRequest.of("auto", List.of(files.toString())));
    assertThat(result.count(Status.ACCEPTED)).as("%s", result.files()).isEqualTo(2);
    assertThat(amounts()).containsExactly(70.0);
    assertThat(result.notes().get(0)).startsWith("taken for");
    assertThat(
            run("r2", IngestRequest.of("auto", List.of(files.toString()))).count(Status.UNCHANGED))
        .isEqualTo(2);
  }

  private static IngestRequest told(Path path, String product, Double value) {
    return new IngestRequest(
        "tardis",
        List.of(path.toString()),
        null,
        product,
        null,
        value,
        null,
        null,
        false,
        false,
        null);
  }

  private Path trade(String exchange, String symbol, int day) throws IOException {
    long micros = (T0 + (day - 12) * 86_400_000L) * 1000;
    String text =
        TARDIS_HEADER + "%s,%s,%d,%d,1,buy,2,10\n".formatted(exchange, symbol, micros, micros);
    return write(
        folder, "%s_trades_2026-06-%d_%s.csv.gz".formatted(exchange, day, symbol), gzip(text));
  }

  @Test
  void aContractThatOptionsSayIsKnownToLaterImportsAndJobs() throws IOException {
    IngestResult first = run("r1", told(trade("bitmex", "FOOUSD", 12), "inverse_perp", 5.0));
    assertThat(first.count(Status.ACCEPTED)).isEqualTo(1);
    assertThat(first.notes())
        .anyMatch(note -> note.startsWith("FOOUSD of bitmex is inverse_perp"))
        .anyMatch(note -> note.endsWith("kept for later imports and all jobs"));
    IngestResult second =
        run("r2", IngestRequest.of("tardis", List.of(trade("bitmex", "FOOUSD", 13).toString())));
    assertThat(second.count(Status.ACCEPTED)).as("%s", second.files()).isEqualTo(1);
    assertThat(amounts()).containsExactly(25.0, 25.0);
    Instrument instrument = Instrument.parse("bitmex/inverse_perp/FOOUSD");
    Register register = InstrumentLists.register(archive, settings);
    assertThat(ModelSettings.faceUsd(instrument, register)).isEqualTo(5);
    Contract known = register.contract("bitmex", "FOOUSD", Set.of(), null);
    assertThat(known.source()).isEqualTo("said at import of 2026-07-01");
    assertThat(known.asset().name()).isEqualTo("FOO");
    IngestResult again = run("r3", told(trade("bitmex", "FOOUSD", 14), "inverse_perp", 5.0));
    assertThat(again.notes()).noneMatch(note -> note.contains("kept for later"));
    assertThat(archive.read(ArchiveDataset.INSTRUMENTS, DAYS, Selection.ALL).count()).isEqualTo(1);
  }

  @Test
  void aValueThatContradictsWhatIsKnownIsRefused() throws IOException {
    IngestResult rule =
        run("r1", told(trade("binance-delivery", "BTCUSD_PERP", 12), "inverse_perp", 5.0));
    assertThat(rule.files().get(0).reason())
        .contains(
            "--contract-value 5 contradicts",
            "1 contract = 100 USD",
            "contracts.binance/BTCUSD_PERP");
    run("r2", told(trade("okex-swap", "NEWCOIN-USDT-SWAP", 12), "linear_perp", 5.0));
    IngestResult other =
        run("r3", told(trade("okex-swap", "NEWCOIN-USDT-SWAP", 13), "linear_perp", 6.0));
    assertThat(other.files().get(0).reason())
        .contains("--contract-value 6 contradicts", "said at import");
    assertThat(amounts()).containsExactly(50.0);
    Path list = write(folder, "okx_instruments_2026-06-01.json", LIST.formatted(7));
    IngestResult listed = run("r4", IngestRequest.of("instruments", List.of(list.toString())));
    assertThat(listed.notes())
        .singleElement()
        .asString()
        .contains(
            "NEWCOIN-USDT-SWAP of okx: the list says", "1 contract = 7 NEWCOIN", "said at import");
    assertThat(
            InstrumentLists.register(archive, settings)
                .contract("okx", "NEWCOIN-USDT-SWAP", Set.of(), null)
                .terms()
                .value())
        .isEqualTo(7);
  }

  /** Coins in the files say nothing of the contract: the venue counts otherwise elsewhere. */
  @Test
  void aUnitAloneIsNotKept() throws IOException {
    IngestRequest coins =
        new IngestRequest(
            "tardis",
            List.of(trade("okex-swap", "NEWCOIN-USDT-SWAP", 12).toString()),
            null,
            "linear_perp",
            null,
            null,
            "base",
            null,
            false,
            false,
            null);
    assertThat(run("r1", coins).count(Status.ACCEPTED)).isEqualTo(1);
    assertThat(amounts()).containsExactly(10.0);
    assertThat(archive.read(ArchiveDataset.INSTRUMENTS, DAYS, Selection.ALL).count()).isZero();
  }
}
