package io.treadmill.lab.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.fetch.FaultyArchive;
import io.treadmill.jobs.fetch.FaultyArchive.Request;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A fetch that is killed at some moments and started again: a process of its own each time. */
class FetchKillsIT {
  private static final int FILES = 48;
  private static final int FILE_BYTES = 120_000;
  private static final int PARALLEL = 4;

  /** What a process had received and not yet written when it was killed, a file at most. */
  private static final int IN_FLIGHT = 32_000;

  private static final long STANDSTILL_MILLIS = 120_000;
  private static final LocalDate FIRST = LocalDate.parse("2024-01-01");

  @TempDir Path folder;
  @RegisterExtension final Children children = new Children();

  @Test
  void nothingIsTornAndNothingIsFetchedTwiceWithoutNeed() throws Exception {
    killAndGoOn(4);
  }

  @Test
  @Tag("sweep")
  void norAtTwentyMoments() throws Exception {
    killAndGoOn(20);
  }

  private void killAndGoOn(int kills) throws Exception {
    Random random = new Random(20);
    try (FaultyArchive archive = new FaultyArchive()) {
      long total = 0;
      for (int i = 0; i < FILES; i++) {
        byte[] bytes = FaultyArchive.zip(random, FILE_BYTES);
        archive.putWithChecksum(path(i), bytes);
        total += bytes.length + archive.bytes(path(i) + ".CHECKSUM").length;
      }
      archive.slow(15);
      Set<String> done = new TreeSet<>();
      int killed = 0;
      for (int i = 0; i < kills; i++) {
        int before = archive.requests().size();
        Process process = start(archive);
        awaitRequest(archive, before, process);
        Thread.sleep(random.nextInt(500));
        if (i == kills - 1) {
          awaitWholeAndPart(archive, process);
        }
        killed += process.isAlive() ? 1 : 0;
        if (i % 4 == 3) {
          process.destroy();
        } else {
          process.destroyForcibly();
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertNoneOf(done, archive, before);
        done = whole(archive);
      }
      assertThat(killed).as("processes that were still fetching").isEqualTo(kills);
      assertThat(done).as("files that were whole at the last kill").isNotEmpty();
      int before = archive.requests().size();
      archive.slow(0);
      assertThat(start(archive).waitFor()).isZero();
      assertNoneOf(done, archive, before);
      assertThat(whole(archive)).hasSize(FILES);
      assertThat(leftovers()).isEmpty();
      assertThat(archive.requests()).filteredOn(request -> request.offset() > 0).isNotEmpty();
      assertThat(archive.bodyBytes() - total)
          .as("bytes that were sent twice")
          .isBetween(0L, (long) kills * PARALLEL * IN_FLIGHT);
      System.out.printf(
          "%d files, %,d bytes, %d kills: %,d bytes sent twice, %d requests%n",
          FILES, total, kills, archive.bodyBytes() - total, archive.requests().size());
    }
  }

  private static String path(int i) {
    return "data/futures/um/daily/metrics/BTCUSDT/BTCUSDT-metrics-%s.zip"
        .formatted(FIRST.plusDays(i));
  }

  private Process start(FaultyArchive archive) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of("fetch", "binance", "--symbols", "BTCUSDT", "--kinds", "metrics", "--from"));
    words.addAll(List.of(FIRST.toString(), "--to", FIRST.plusDays(FILES - 1).toString()));
    words.addAll(List.of("--out", folder.resolve("out").toString()));
    words.addAll(List.of("--set", "fetch.addresses.binance=" + archive.address()));
    words.addAll(List.of("--set", "fetch.parallel=" + PARALLEL));
    return children.start(folder.resolve("log.txt"), 128, words);
  }

  private void awaitRequest(FaultyArchive archive, int before, Process process) throws Exception {
    while (archive.requests().size() == before) {
      if (process.waitFor(10, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("Ended early: " + Files.readString(folder.resolve("log.txt")));
      }
    }
  }

  /**
   * Waits for something that must not be fetched again and something to go on: a whole file, then a
   * part whose rest does not come.
   */
  private void awaitWholeAndPart(FaultyArchive archive, Process process) throws Exception {
    while (whole(archive).isEmpty() && process.isAlive()) {
      Thread.sleep(10);
    }
    archive.slow(STANDSTILL_MILLIS);
    while (!hasPartToGoOn() && process.isAlive()) {
      Thread.sleep(10);
    }
  }

  /** No file that was whole before is asked for again. */
  private static void assertNoneOf(Set<String> done, FaultyArchive archive, int before) {
    List<Request> all = archive.requests();
    assertThat(all.subList(before, all.size()))
        .extracting(request -> request.path().replace(".CHECKSUM", ""))
        .noneMatch(done::contains);
  }

  /** Returns the files under their names; each is right to the byte. */
  private Set<String> whole(FaultyArchive archive) throws IOException {
    Set<String> result = new TreeSet<>();
    for (int i = 0; i < FILES; i++) {
      Path file = folder.resolve("out").resolve(path(i));
      if (Files.exists(file)) {
        assertThat(Files.readAllBytes(file)).isEqualTo(archive.bytes(path(i)));
        result.add(path(i));
      }
    }
    return result;
  }

  /**
   * Returns true if a part holds bytes, but not all, and it is known what it is. Files come and go
   * meanwhile: each is asked for by its name.
   */
  private boolean hasPartToGoOn() {
    for (int i = 0; i < FILES; i++) {
      Path file = folder.resolve("out").resolve(path(i));
      File part = file.resolveSibling("." + file.getFileName() + ".part").toFile();
      long bytes = part.length();
      if (bytes > 0 && bytes < FILE_BYTES && new File(part + ".state").exists()) {
        return true;
      }
    }
    return false;
  }

  private List<Path> leftovers() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("out"))) {
      return all.filter(file -> file.toString().matches(".*\\.(part|part\\.state|new)")).toList();
    }
  }
}
