package io.treadmill.lab.endtoend;

import static io.treadmill.lab.endtoend.SampleMarket.DAY_1;
import static io.treadmill.lab.endtoend.SampleMarket.DAY_2;
import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.jobs.PostgresServer;
import io.treadmill.lab.endtoend.SampleMarket.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several processes that would write the same days of one lake. */
@Tag("sweep")
class ContentionIT {
  private static final List<String> RUN =
      List.of("run", "bars", "--from", DAY_1, "--to", DAY_2, "--reprocess", "completed");
  private static final int AT_ONCE = 8;
  private static final int STOPS = 20;
  private static final String ROWS =
      "SELECT count(*), bit_xor(xxhash64(venue, product, symbol, ts, open, close, base_volume))"
          + " FROM bars_5m WHERE ts < '"
          + SampleMarket.DAY_3
          + "'";

  @TempDir Path folder;
  @RegisterExtension final Children children = new Children();
  private PostgresServer server;

  @AfterEach
  void stopTheServer() throws IOException, InterruptedException {
    if (server != null) {
      server.close();
    }
  }

  private List<String> options(Place place, String catalog) throws Exception {
    List<String> options = new ArrayList<>(place.options());
    if (catalog.equals("postgres")) {
      server = PostgresServer.start();
      options.addAll(List.of("--set", "lake.catalog.uri=" + server.newDatabase("contention")));
    }
    return options;
  }

  private static List<String> with(List<String> words, List<String> options) {
    List<String> all = new ArrayList<>(words);
    all.addAll(options);
    return all;
  }

  private static Commands.Ended run(List<String> words, List<String> options) {
    return Commands.run(with(words, options).toArray(String[]::new));
  }

  private static String ask(String query, List<String> options) {
    return run(List.of("sql", query, "--format", "csv"), options).done().out();
  }

  private static String expected() {
    return ask(ROWS, SampleMarket.shared().options());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgres"})
  void ofProcessesThatStartAtOnceThoseThatPublishEndWith0AndAllOthersWith5(String catalog)
      throws Exception {
    Place place = SampleMarket.shared().withLake(folder.resolve(catalog));
    List<String> options = options(place, catalog);
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      processes.add(children.start(folder.resolve(i + ".txt"), with(RUN, options)));
    }
    List<Integer> codes = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      codes.add(Children.code(processes.get(i)));
      if (codes.get(i) != 0) {
        assertThat(Files.readString(folder.resolve(i + ".txt")))
            .contains("treadmill: Cannot", "another run")
            .doesNotContain("\tat ");
      }
    }
    assertThat(codes).as("who came late ran after the first had ended").containsOnly(0, 5);
    String published =
        ask("SELECT count(*) FROM runs WHERE job = 'reprocess' AND state = 'done'", options);
    assertThat(published).endsWith("\n" + codes.stream().filter(code -> code == 0).count() + "\n");
    assertThat(ask(ROWS, options)).isEqualTo(expected());
  }

  @Test
  void aRunThatStoodStillWhileAnotherPublishedIsRefusedWhenItGoesOn() throws Exception {
    Place place = SampleMarket.shared().withLake(folder.resolve("lake"));
    List<String> options = options(place, "postgres");
    long began = System.nanoTime();
    assertThat(Children.code(children.start(folder.resolve("first.txt"), with(RUN, options))))
        .isZero();
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    Random random = new Random(7);
    int refused = 0;
    for (int round = 0; round < STOPS; round++) {
      Path log = folder.resolve("round" + round + ".txt");
      Process stale = children.start(log, with(RUN, options));
      if (stale.waitFor(millis / 4 + random.nextInt((int) millis), TimeUnit.MILLISECONDS)) {
        assertThat(stale.exitValue()).as(Files.readString(log)).isZero();
        continue;
      }
      String before = ask("SELECT count(*) FROM runs", options);
      Children.signal(stale, "STOP");
      run(RUN, options).done();
      Children.signal(stale, "CONT");
      int code = Children.code(stale);
      String text = Files.readString(log);
      assertThat(code).as("%s of %s:\n%s", round, before, text).isIn(0, 5);
      if (code == 5) {
        refused++;
        assertThat(text).contains("another run wrote").doesNotContain("\tat ");
      }
      assertThat(ask(ROWS, options)).isEqualTo(expected());
    }
    assertThat(refused).as("most stood still between their start and their end").isGreaterThan(5);
    assertThat(ask("SELECT count(*) FROM runs WHERE message LIKE '%another run%'", options))
        .endsWith("\n" + refused + "\n");
  }

  @Test
  void onSqliteARunThatStandsStillHoldsTheLakeUntilItIsEnded() throws Exception {
    Place place = SampleMarket.shared().withLake(folder.resolve("lake"));
    List<String> options = options(place, "sqlite");
    Process stale = children.start(folder.resolve("stale.txt"), with(RUN, options));
    while (!Files.exists(place.lake().resolve("treadmill/runs/metadata"))) {
      assertThat(stale.isAlive()).isTrue();
      Thread.sleep(20);
    }
    Children.signal(stale, "STOP");
    Commands.Ended other = run(RUN, options);
    assertThat(other.code()).isEqualTo(5);
    assertThat(other.err()).contains("another run holds");
    Children.kill(stale);
    run(RUN, options).done();
    assertThat(ask(ROWS, options)).isEqualTo(expected());
  }
}
