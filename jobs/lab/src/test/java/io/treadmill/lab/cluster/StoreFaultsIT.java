package io.treadmill.lab.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lab.cluster.FaultyProxy.Fault;
import io.treadmill.lab.cluster.ObjectStore.Bucket;
import io.treadmill.lab.endtoend.Commands;
import io.treadmill.lab.endtoend.Commands.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An import and its bars over a store with faults: they end well, with the rows of a local disk, or
 * with a code and nothing published; and the next try ends well.
 */
@Tag("sweep")
class StoreFaultsIT {
  private static final String DAY = "2026-03-02";

  @TempDir static Path folder;
  private static Path bars;
  private static SortedMap<String, List<String>> expected;
  private static ObjectStore store;
  private static FaultyProxy proxy;

  @BeforeAll
  static void makeTheMarket() throws IOException, InterruptedException {
    StringBuilder csv = new StringBuilder("timestamp,open,high,low,close,volume\n");
    long start = Instant.parse(DAY + "T00:00:00Z").toEpochMilli();
    for (int i = 0; i < 288; i++) {
      csv.append(start + i * 300_000L).append(",9,10,8,9.").append(i).append(",1\n");
    }
    bars = Files.writeString(folder.resolve("coinbase_spot_BTC-USD_5m.csv"), csv);
    Path lake = folder.resolve("lake");
    String[] place = {"--archive", folder.resolve("archive").toString(), "--lake", lake.toString()};
    Commands.run("ingest", "ccxt", bars.toString(), place[0], place[1], place[2], place[3]).done();
    Commands.run("run", "bars", "--from", DAY, "--to", DAY, place[0], place[1], place[2], place[3])
        .done();
    expected = ResultRows.ofLocal(lake).of("bars").byTable();
    assertThat(expected.get("bars_5m")).hasSize(288);
    store = new ObjectStore(folder.resolve("s3"));
    proxy = new FaultyProxy(store.port());
  }

  @AfterAll
  static void stopTheServer() throws IOException {
    if (proxy != null) {
      proxy.close();
    }
    if (store != null) {
      store.close();
    }
  }

  private static Bucket bucket(String name) throws IOException {
    return store.bucket(name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "-"), proxy.port());
  }

  /** As many faults as a client bears: none is seen. */
  @ParameterizedTest
  @ValueSource(doubles = {.01, .05, .2})
  void faultsOfAllKinds(double share) throws IOException {
    Bucket bucket = bucket("mixed-" + share);
    proxy.meet(List.of(Fault.values()), share);

    assertEnded(ingest(bucket), share < .1);
    assertEnded(bars(bucket), share < .1);
    System.out.printf("%.2f: %s%n", share, proxy.done());

    assertWholeAfterAnotherTry(bucket);
  }

  /** Each kind by itself. */
  @ParameterizedTest
  @EnumSource(Fault.class)
  void faultsOfOneKind(Fault fault) throws IOException {
    Bucket bucket = bucket(fault.name());
    proxy.meet(List.of(fault), .2);

    assertEnded(ingest(bucket), false);
    assertEnded(bars(bucket), false);
    System.out.printf("%s: %s%n", fault, proxy.done());

    assertWholeAfterAnotherTry(bucket);
  }

  @ParameterizedTest
  @CsvSource({"RESET, bars", "THROTTLED, ingest", "BROKEN, bars"})
  void anOutageEndsWithSixAndPublishesNothing(Fault fault, String command) throws IOException {
    Bucket bucket = bucket("out-" + fault + "-" + command);
    proxy.meet(List.of(), 0);
    if (command.equals("bars")) {
      ingest(bucket).done();
    }
    proxy.meet(List.of(fault), 1);
    long start = System.nanoTime();

    Ended ended = command.equals("bars") ? bars(bucket) : ingest(bucket);

    Duration took = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf("%s, %s: %s%n%s%n", fault, command, took, ended.err());
    assertEnded(ended, false);
    assertThat(ended.code()).isEqualTo(6);
    assertThat(bucket.rows().byTable().values()).allMatch(List::isEmpty);
    assertThat(took).isLessThan(Duration.ofMinutes(20));
    assertWholeAfterAnotherTry(bucket);
  }

  private static Ended ingest(Bucket bucket) {
    return bucket.runHere("ingest", "ccxt", bars.toString());
  }

  private static Ended bars(Bucket bucket) {
    return bucket.runHere("run", "bars", "--from", DAY, "--to", DAY);
  }

  /** The storage is named, without a trace; or nothing is there yet, as the import had failed. */
  private static void assertEnded(Ended ended, boolean mustSucceed) {
    if (mustSucceed || ended.code() == 0) {
      ended.done();
    } else {
      System.out.println(ended.code() + " " + ended.err());
      assertThat(ended.code()).as(ended.err()).isIn(3, 6);
      assertThat(ended.err()).contains("treadmill: ").doesNotContain("\tat ");
    }
  }

  /** What was published is right, and what was not is published by the next try. */
  private static void assertWholeAfterAnotherTry(Bucket bucket) throws IOException {
    SortedMap<String, List<String>> published = bucket.rows().of("bars").byTable();
    if (published.values().stream().anyMatch(rows -> !rows.isEmpty())) {
      assertThat(published).isEqualTo(expected);
    }
    proxy.meet(List.of(), 0);
    ingest(bucket).done();
    bars(bucket).done();
    assertThat(bucket.rows().of("bars").byTable()).isEqualTo(expected);
    assertThat(bucket.files("archive")).noneMatch(path -> path.contains("_staging"));
  }
}
