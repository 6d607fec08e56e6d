package io.treadmill.lab.endtoend;

import static io.treadmill.lab.endtoend.SampleMarket.DAY_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lab.endtoend.Commands.Ended;
import io.treadmill.lab.endtoend.SampleMarket.Place;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Canaries in settings and URIs, and twenty endings: none of them is printed or kept anywhere. */
class SecretsIT {
  private static final String CANARY = "Canary+2c/7wing";
  private static final String IN_URI = URLEncoder.encode(CANARY, StandardCharsets.UTF_8);

  @TempDir Path folder;

  private List<String> with(List<String> command, String... settings) {
    List<String> args = new ArrayList<>(command);
    for (String setting : settings) {
      args.addAll(List.of("--set", setting));
    }
    for (String key :
        List.of(
            "spark.properties.spark.hadoop.fs.s3a.secret.key",
            "spark.properties.spark.hadoop.fs.s3a.access.key",
            "spark.properties.spark.hadoop.fs.azure.account.key.x.dfs.core.windows.net",
            "spark.properties.spark.hadoop.fs.gs.auth.service.account.private.key",
            "spark.properties.spark.executorEnv.WORD",
            "lake.catalog.properties.jdbc.password",
            "lake.catalog.properties.credential",
            "lake.catalog.properties.anything")) {
      args.addAll(List.of("--set", key + "=" + CANARY));
    }
    return args;
  }

  private List<String> bars(Place place) {
    return List.of(
        "run",
        "bars",
        "--from",
        DAY_1,
        "--to",
        DAY_1,
        "--master",
        "local[2]",
        "--lake",
        place.lake().toString(),
        "--archive",
        place.archive().toString(),
        "--set",
        "spark.properties.spark.eventLog.enabled=true",
        "--set",
        "spark.properties.spark.eventLog.dir=" + folder.resolve("events").toUri(),
        "--set",
        "spark.properties.spark.hadoop.fs.s3a.attempts.maximum=1",
        "--set",
        "spark.properties.spark.hadoop.fs.s3a.retry.limit=1",
        "--set",
        "spark.properties.spark.hadoop.fs.s3a.endpoint=http://127.0.0.1:1");
  }

  private Map<String, List<String>> endings(Place place) throws IOException {
    Map<String, List<String>> all = endingsOfSettings();
    all.putAll(endingsOfStorage(place));
    return all;
  }

  private Map<String, List<String>> endingsOfSettings() throws IOException {
    List<String> show = List.of("config", "show");
    Path twice = Files.writeString(folder.resolve("twice.yaml"), "a: 1\na: " + CANARY + "\n");
    Path broken = Files.writeString(folder.resolve("broken.yaml"), "lake: [" + CANARY + "\n");
    Map<String, List<String>> all = new LinkedHashMap<>();
    all.put("settings", with(show));
    all.put("settings of URIs", with(show, "lake.uri=s3a://id:" + IN_URI + "@b/lake"));
    all.put("not YAML", with(show, "lake.catalog.properties={a: [" + CANARY));
    all.put("unknown setting", with(show, "lake.catalog.propertys.password=" + CANARY));
    all.put("wrong map", with(show, "spark.properties=" + CANARY));
    all.put("wrong value", with(show, "heatmap.step-bp=15"));
    all.put("two keys", with(List.of("config", "show", "--config", twice.toString())));
    all.put("broken file", with(List.of("config", "show", "--config", broken.toString())));
    all.put("unknown option", with(List.of("run", "bars", "--form", DAY_1)));
    return all;
  }

  private Map<String, List<String>> endingsOfStorage(Place place) throws IOException {
    List<String> bars = bars(place);
    List<String> sql =
        List.of("--master", "local[2]", "--lake", place.lake().toString(), "--archive", "/a");
    Map<String, List<String>> all = new LinkedHashMap<>();
    all.put("no catalog type", with(bars, "lake.catalog.type=none-such"));
    all.put("no catalog class", with(bars, "lake.catalog.type=org.example.None"));
    all.put(
        "no driver",
        with(bars, "lake.catalog.uri=jdbc:nowhere://me:" + IN_URI + "@h/db?password=" + IN_URI));
    all.put(
        "no server",
        with(
            bars,
            "lake.catalog.type=rest",
            "lake.catalog.uri=http://me:" + IN_URI + "@127.0.0.1:1/?sig=" + IN_URI,
            "lake.catalog.properties.rest.client.max-retries=1"));
    all.put(
        "no database",
        with(bars, "lake.catalog.uri=jdbc:sqlite:/proc/none/c.db?password=" + IN_URI));
    all.put("no input", with(bars));
    all.put("no bucket", with(bars, "archive.uri=s3a://id:" + IN_URI + "@bucket/archive"));
    all.put("no scratch", with(bars, "spark.properties.spark.local.dir=/proc/none"));
    all.put("wrong property", with(bars, "spark.properties.spark.executor.memory=much"));
    List<String> ingest = new ArrayList<>(List.of("ingest", "binance"));
    ingest.add("s3a://id:" + IN_URI + "@bucket/files");
    ingest.addAll(bars.subList(6, bars.size()));
    all.put("no files", with(ingest));
    all.put(
        "wrong query",
        with(Stream.concat(Stream.of("sql", "SELECT 1 / 0"), sql.stream()).toList()));
    all.put(
        "no address",
        with(
            List.of(
                "fetch",
                "binance",
                "--symbols",
                "BTCUSDT",
                "--kinds",
                "metrics",
                "--from",
                DAY_1,
                "--to",
                DAY_1,
                "--out",
                folder.resolve("out").toString()),
            "fetch.addresses.binance=http://me:" + IN_URI + "@127.0.0.1:1",
            "fetch.attempts=1"));
    return all;
  }

  @Test
  void noCanaryIsPrintedOrKept() throws IOException {
    Files.createDirectories(folder.resolve("events"));
    Place place =
        new Place(folder.resolve("archive"), Files.createDirectory(folder.resolve("lake")));
    int failed = 0;
    for (Map.Entry<String, List<String>> ending : endings(place).entrySet()) {
      Ended ended = Commands.run(ending.getValue().toArray(String[]::new));
      failed += ended.code() == 0 ? 0 : 1;
      assertThat(ended.code()).as(ending.getKey() + ended.err()).isNotEqualTo(1);
      assertHidden(ending.getKey(), ended.out() + ended.err());
    }
    assertThat(failed).isGreaterThanOrEqualTo(18);
    Ended ledger = place.run("sql", "SELECT * FROM runs", "--format", "json").done();
    assertThat(ledger.out()).as("runs that began are told").contains("\"failed\"");
    assertHidden("ledger", ledger.out());
    try (Stream<Path> kept = Files.walk(folder.resolve("events"))) {
      List<Path> events = kept.filter(Files::isRegularFile).toList();
      assertThat(events).isNotEmpty();
      for (Path file : events) {
        assertHidden(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    Path log = Path.of(System.getProperty("treadmill.log"));
    if (Files.exists(log)) {
      assertHidden("log", Files.readString(log, StandardCharsets.ISO_8859_1));
    }
  }

  private static void assertHidden(String where, String text) {
    byte[] bytes = CANARY.getBytes(StandardCharsets.UTF_8);
    String encoded = Base64.getEncoder().withoutPadding().encodeToString(bytes);
    for (String form : List.of(CANARY, IN_URI, encoded, "7wing")) {
      assertThat(text.contains(form)).as(where + ": " + form + " in\n" + text).isFalse();
    }
  }
}
