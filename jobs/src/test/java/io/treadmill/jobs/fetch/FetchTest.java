package io.treadmill.jobs.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.fetch.FaultyArchive.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One fault at a time, on one file of BitMEX or a few of Binance. */
class FetchTest {
  private static final String DAY = "data/trade/20261110.csv.gz";
  private final byte[] bytes = FaultyArchive.gzip(new Random(1), 50_000);
  private final FaultyArchive archive = new FaultyArchive();

  @TempDir Path folder;

  @AfterEach
  void stop() {
    archive.close();
  }

  private FetchResult fetch(Fetching fetching) {
    return fetching.run("bitmex", "", "trade", "2026-11-10", "2026-11-10");
  }

  private Fetching fetching() {
    return new Fetching(folder, "bitmex", archive);
  }

  private FetchedFile one(Fetching fetching) {
    FetchResult result = fetch(fetching);
    assertThat(result.files()).hasSize(1);
    return result.files().get(0);
  }

  private void assertFetched(FetchedFile file, byte[] expected) throws IOException {
    assertThat(file.reason()).isNull();
    assertThat(file.outcome()).isEqualTo(Outcome.FETCHED);
    assertThat(Files.readAllBytes(folder.resolve(DAY))).isEqualTo(expected);
    assertThat(hidden(".part")).isEmpty();
  }

  private List<String> hidden(String ending) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith(".") && name.endsWith(ending))
          .toList();
    }
  }

  @Test
  void aCutBodyGoesOnWhereItEnded() throws IOException {
    archive.put(DAY, bytes);
    archive.fail(DAY, FaultyArchive.cut(.5));

    assertFetched(one(fetching()), bytes);

    List<Request> gets = archive.gets(DAY);
    assertThat(gets).extracting(Request::offset).first().isEqualTo(-1L);
    assertThat(gets).hasSize(2);
    assertThat(gets.get(1).offset()).isEqualTo(bytes.length / 2);
    assertThat(gets.get(1).headers().get("If-range")).containsExactly(FaultyArchive.tag(bytes));
    assertThat(archive.bodyBytes()).isEqualTo(bytes.length - bytes.length / 2);
  }

  @Test
  void aFileThatChangedMeanwhileIsStartedAnew() throws IOException {
    archive.put(DAY, bytes);
    byte[] corrected = FaultyArchive.gzip(new Random(2), 40_000);
    archive.fail(
        DAY,
        (exchange, old) -> {
          archive.put(DAY, corrected);
          FaultyArchive.cut(.9).answer(exchange, old);
        });

    assertFetched(one(fetching()), corrected);
    assertThat(archive.gets(DAY).get(1).offset()).isEqualTo((int) (bytes.length * .9));
  }

  @Test
  void aPartOfOtherBytesIsNotPutBehindOurs() throws IOException {
    archive.put(DAY, bytes);
    byte[] corrected = FaultyArchive.gzip(new Random(2), 50_000);
    archive.fail(
        DAY,
        FaultyArchive.cut(.5),
        (exchange, old) -> {
          // A host that knows ranges and not If-Range.
          archive.put(DAY, corrected);
          int from = old.length / 2;
          exchange.getResponseHeaders().set("ETag", FaultyArchive.tag(corrected));
          exchange
              .getResponseHeaders()
              .set(
                  "Content-Range",
                  "bytes %d-%d/%d".formatted(from, corrected.length - 1, corrected.length));
          exchange.sendResponseHeaders(206, corrected.length - from);
          exchange.getResponseBody().write(corrected, from, corrected.length - from);
        });

    assertFetched(one(fetching()), corrected);
  }

  @Test
  void aPartLongerThanTheFileIsDropped() throws IOException {
    byte[] shorter = FaultyArchive.gzip(new Random(2), 500);
    archive.put(DAY, bytes);
    archive.fail(
        DAY,
        (exchange, old) -> {
          archive.put(DAY, shorter);
          FaultyArchive.cut(.5).answer(exchange, old);
        });

    assertFetched(one(fetching()), shorter);
    assertThat(archive.gets(DAY))
        .extracting(Request::offset)
        .containsExactly(-1L, bytes.length / 2L, -1L);
  }

  @Test
  void aHostThatStallsIsAskedAgain() throws IOException {
    archive.put(DAY, bytes);
    archive.fail(DAY, FaultyArchive.stall(.25, 3000));

    assertFetched(one(fetching().with("idle-seconds", "0.3")), bytes);
    assertThat(archive.gets(DAY).get(1).offset()).isEqualTo(bytes.length / 4);
  }

  @Test
  void theWaitThatAHostAsksForIsKept() throws IOException {
    archive.put(DAY, bytes);
    archive.fail(DAY, FaultyArchive.busy(429, "1"));
    long begun = System.nanoTime();

    assertFetched(one(fetching()), bytes);
    assertThat((System.nanoTime() - begun) / 1e9).isGreaterThan(1);
  }

  @Test
  void aWaitThatIsTooLongIsToldInsteadOfKept() {
    archive.put(DAY, bytes);
    archive.fail(DAY, FaultyArchive.busy(503, "3600"));

    FetchedFile file = one(fetching());

    assertThat(file.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(file.reason()).contains("status 503").contains("3600 s");
    assertThat(archive.gets(DAY)).hasSize(1);
  }

  @Test
  void triesWithoutAnyProgressEndAfterTheirNumberAndTriesWithProgressDoNot() throws IOException {
    archive.put(DAY, bytes);
    archive.failAlways(DAY, FaultyArchive.status(500));
    assertThat(one(fetching()).reason()).isEqualTo("status 500, 4 times in a row");
    assertThat(archive.gets(DAY)).hasSize(4);

    try (FaultyArchive slow = new FaultyArchive()) {
      slow.put(DAY, bytes);
      AtomicInteger times = new AtomicInteger();
      slow.fail(DAY, FaultyArchive.cut(.05));
      for (int i = 0; i < 8; i++) {
        slow.fail(
            DAY,
            (exchange, all) -> {
              int from =
                  Integer.parseInt(
                      exchange.getRequestHeaders().getFirst("Range").replaceAll("\\D", ""));
              times.incrementAndGet();
              exchange.getResponseHeaders().set("ETag", FaultyArchive.tag(all));
              exchange
                  .getResponseHeaders()
                  .set(
                      "Content-Range",
                      "bytes %d-%d/%d".formatted(from, all.length - 1, all.length));
              exchange.sendResponseHeaders(206, all.length - from);
              exchange.getResponseBody().write(all, from, 1000);
              exchange.getResponseBody().flush();
            });
      }
      assertFetched(one(new Fetching(folder, "bitmex", slow)), bytes);
      assertThat(times).hasValue(8);
    }
  }

  @Test
  void aRedirectIsFollowedAndOneThatTurnsInACircleIsNot() throws IOException {
    archive.put(DAY, bytes);
    archive.put("elsewhere", bytes);
    archive.fail(DAY, FaultyArchive.redirect("/elsewhere"));
    assertFetched(one(fetching()), bytes);
    assertThat(archive.gets("elsewhere")).hasSize(1);

    Files.delete(folder.resolve(DAY));
    archive.failAlways(DAY, FaultyArchive.redirect("/" + DAY));
    assertThat(one(fetching()).reason()).contains("more than 5 redirects");
  }

  @Test
  void aKeyDoesNotFollowToAnotherHost() {
    String path = "binance-futures/trades/2026/11/10/BTCUSDT.csv.gz";
    try (FaultyArchive other = new FaultyArchive()) {
      archive.put(path, bytes);
      other.put("stored", bytes);
      archive.failAlways(path, FaultyArchive.redirect(other.address() + "/stored"));
      FetchResult result =
          new Fetching(folder, "tardis", archive)
              .withKey("TARDIS_API_KEY", "secret")
              .run("tardis", "BTCUSDT", "binance-futures/trades", "2026-11-10", "2026-11-10");
      assertThat(result.here()).hasSize(1);
      assertThat(archive.requests())
          .isNotEmpty()
          .allSatisfy(
              request ->
                  assertThat(request.headers().get("Authorization"))
                      .containsExactly("Bearer secret"));
      assertThat(other.requests())
          .isNotEmpty()
          .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("Authorization"));
    }
  }

  @Test
  void notPublishedYetGoneRefusedAndNotOverAreToldApart() {
    for (String day : List.of("20261117", "20261118")) {
      archive.put("data/trade/" + day + ".csv.gz", bytes);
    }
    archive.failAlways("data/trade/20261116.csv.gz", FaultyArchive.status(403));
    // Now is noon of the 20th: the 19th may be missing for another day, the 15th may not.
    FetchResult result = fetching().run("bitmex", "", "trade", "2026-11-15", "2026-11-20");

    assertThat(result.files())
        .extracting(FetchedFile::outcome)
        .containsExactly(
            Outcome.GONE,
            Outcome.REFUSED,
            Outcome.FETCHED,
            Outcome.FETCHED,
            Outcome.NOT_YET,
            Outcome.NOT_YET);
    assertThat(archive.requests())
        .extracting(Request::path)
        .as("a day that is not over")
        .doesNotContain("data/trade/20261120.csv.gz");
    assertThat(result.summary())
        .anyMatch(
            line ->
                line.replace(",", "").matches("fetched +2 files +" + 2 * bytes.length + " bytes"))
        .anyMatch(line -> line.contains("20261115.csv.gz: status 404 (due since 2026-11-17T12:00"))
        .anyMatch(line -> line.contains("20261116.csv.gz: status 403"));
    assertThatThrownBy(result::check)
        .isInstanceOf(UserError.class)
        .hasMessageContaining("1 refused")
        .hasMessageContaining("1 not published yet");
  }

  @Test
  void aFileThatIsOnlyMissingSinceLongIsNoFailureUnlessNothingElseIsThere() {
    archive.put(DAY, bytes);
    fetching().run("bitmex", "", "trade", "2026-11-09", "2026-11-10").check();
    FetchResult nothing = fetching().run("bitmex", "", "trade", "2026-11-01", "2026-11-02");
    assertThatThrownBy(nothing::check)
        .isInstanceOfSatisfying(
            UserError.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.INPUT))
        .hasMessageContaining("none of them is there");
  }

  @Test
  void otherThingsThanTheFileNeverGetItsName() {
    byte[] page = "<html>blocked</html>".getBytes(StandardCharsets.UTF_8);
    byte[] half = Arrays.copyOf(bytes, bytes.length / 2);
    for (byte[] wrong : List.of(page, half, FaultyArchive.damaged(bytes), new byte[0])) {
      archive.put(DAY, wrong);
      FetchedFile file = one(fetching());
      assertThat(file.outcome()).isEqualTo(Outcome.FAILED);
      assertThat(folder.resolve(DAY)).doesNotExist();
    }
    archive.put(DAY, page);
    assertThat(one(fetching()).reason()).contains("no GZIP: it begins with \"<html>blocked");
  }

  @Test
  void aTagThatIsNoHashIsBelievedAfterTwoTransfersOfTheSameBytes() throws IOException {
    archive.put(DAY, bytes);
    archive.failAlways(
        DAY,
        (exchange, all) -> {
          exchange.getResponseHeaders().set("ETag", "\"" + "0".repeat(32) + "\"");
          if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(all.length));
            exchange.sendResponseHeaders(200, -1);
          } else {
            exchange.sendResponseHeaders(200, all.length);
            exchange.getResponseBody().write(all);
          }
        });
    assertFetched(one(fetching()), bytes);
    assertThat(archive.gets(DAY)).hasSize(2);
  }

  @Test
  void aFileThatIsHereIsNotAskedForAndOneThatTheUserPutThereIsTakenOver() throws IOException {
    archive.put(DAY, bytes);
    Files.createDirectories(folder.resolve(DAY).getParent());
    Files.write(folder.resolve(DAY), bytes);

    assertThat(one(fetching()).outcome()).isEqualTo(Outcome.PRESENT);
    assertThat(archive.requests()).extracting(Request::method).containsExactly("HEAD");
    assertThat(one(fetching()).outcome()).isEqualTo(Outcome.PRESENT);
    assertThat(archive.requests()).hasSize(1);

    Files.write(folder.resolve(DAY), Arrays.copyOf(bytes, 100));
    assertFetched(one(fetching()), bytes);
  }

  @Test
  void aRefreshBringsWhatTheVendorChangedAndNothingElse() throws IOException {
    archive.put(DAY, bytes);
    assertFetched(one(fetching()), bytes);
    assertThat(one(fetching().refreshing()).outcome()).isEqualTo(Outcome.PRESENT);
    assertThat(archive.gets(DAY)).hasSize(1);

    byte[] corrected = FaultyArchive.gzip(new Random(2), 50_000);
    archive.put(DAY, corrected);
    assertThat(one(fetching()).outcome()).isEqualTo(Outcome.PRESENT);
    assertFetched(one(fetching().refreshing()), corrected);
  }

  @Test
  void twoProcessesDoNotFetchIntoOneFolder() {
    archive.put(DAY, bytes);
    archive.failAlways(
        DAY,
        (exchange, all) -> {
          assertThatThrownBy(() -> fetch(fetching()))
              .isInstanceOfSatisfying(
                  UserError.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.BUSY));
          FaultyArchive.status(404).answer(exchange, all);
        });
    assertThat(one(fetching()).outcome()).isEqualTo(Outcome.GONE);
  }

  @Test
  void aMonthIsTakenWholeUnlessSomeOfItsDaysAreHereOrItIsNotThere() {
    Random random = new Random(3);
    String root = "data/futures/um/";
    String monthly = root + "monthly/trades/BTCUSDT/BTCUSDT-trades-";
    String daily = root + "daily/trades/BTCUSDT/BTCUSDT-trades-";
    archive.putWithChecksum(monthly + "2026-08.zip", FaultyArchive.zip(random, 100));
    archive.putWithChecksum(monthly + "2026-10.zip", FaultyArchive.zip(random, 100));
    for (String day : List.of("2026-09-01", "2026-09-30", "2026-10-05", "2026-10-06")) {
      archive.putWithChecksum(daily + day + ".zip", FaultyArchive.zip(random, 100));
    }
    Fetching fetching = new Fetching(folder, "binance", archive);
    assertThat(fetching.run("binance", "BTCUSDT", "trades", "2026-10-05", "2026-10-05").here())
        .extracting(file -> file.file().target())
        .containsExactly(daily + "2026-10-05.zip");

    FetchResult result = fetching.run("binance", "BTCUSDT", "trades", "2026-08-01", "2026-10-31");

    assertThat(result.here())
        .extracting(file -> file.file().target())
        .containsExactly(
            daily + "2026-09-01.zip",
            daily + "2026-09-30.zip",
            daily + "2026-10-05.zip",
            daily + "2026-10-06.zip",
            monthly + "2026-08.zip");
    assertThat(archive.requests())
        .extracting(Request::path)
        .doesNotContain(monthly + "2026-10.zip");
    int asked = archive.requests().size();
    assertThat(fetching.run("binance", "BTCUSDT", "trades", "2026-08-03", "2026-08-04").here())
        .as("days of a month that is here")
        .extracting(file -> file.file().target())
        .containsExactly(monthly + "2026-08.zip");
    assertThat(archive.requests()).hasSize(asked);
  }

  @Test
  void aBucketIsReadLikeAHostAndTellsWhatIsMissing() throws IOException {
    Path bucket = Files.createDirectories(folder.resolve("bucket/asset_ctxs"));
    Path out = folder.resolve("out");
    byte[] lz4 = lz4(bytes);
    Files.write(bucket.resolve("20260901.csv.lz4"), lz4);
    Files.write(bucket.resolve("20260902.csv.lz4"), Arrays.copyOf(lz4, lz4.length - 9));
    FetchResult result =
        new Fetching(out, "hyperliquid", archive)
            .with("addresses.hyperliquid", bucket.getParent().toUri().toString())
            .run("hyperliquid", "", "asset_ctxs", "2026-09-01", "2026-09-03");
    assertThat(result.files())
        .extracting(FetchedFile::outcome)
        .containsExactly(Outcome.FETCHED, Outcome.FAILED, Outcome.GONE);
    assertThat(Files.readAllBytes(out.resolve("asset_ctxs/20260901.csv.lz4"))).isEqualTo(lz4);
  }

  private static byte[] lz4(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (LZ4FrameOutputStream packed = new LZ4FrameOutputStream(out)) {
      packed.write(bytes);
    }
    return out.toByteArray();
  }
}
