package io.treadmill.lab.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lab.cluster.Processes.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Archive and lake in a bucket of an S3 server that is a process of its own. */
@Tag("sweep")
class ObjectStoreIT {
  private static final String KEY = "local-identity";
  private static final String SECRET = "local-credential";

  private static SmallMarket market;
  private static Processes processes;
  private static Path folder;
  private static String endpoint;

  @BeforeAll
  static void startTheServer() throws IOException, InterruptedException {
    market = SmallMarket.shared();
    folder = market.folder("s3");
    processes = new Processes(folder.resolve("logs"));
    int port = Processes.freePort();
    endpoint = "http://127.0.0.1:" + port;
    Files.createDirectories(folder.resolve("store/market"));
    Path settings =
        Files.write(
            folder.resolve("server.properties"),
            List.of(
                "s3proxy.endpoint=" + endpoint,
                "s3proxy.authorization=aws-v2-or-v4",
                "s3proxy.identity=" + KEY,
                "s3proxy.credential=" + SECRET,
                "jclouds.provider=filesystem-nio2",
                "jclouds.filesystem.basedir=" + folder.resolve("store")));
    Process server =
        processes.jar(
            Processes.HOME.resolve("jobs/target/s3-server/s3proxy.jar"),
            List.of("--properties", settings.toString()));
    Processes.awaitPort(port, server);
  }

  @AfterAll
  static void stopTheServer() {
    if (processes != null) {
      processes.close();
    }
  }

  @Test
  void importAndNightlyRunInABucketGiveTheRowsOfLocalFolders()
      throws IOException, InterruptedException {
    Path config =
        Files.write(
            folder.resolve("s3.yaml"),
            List.of(
                "archive: {uri: \"s3a://market/archive\"}",
                "lake:",
                "  uri: \"s3a://market/lake\"",
                "  one-host-writes: true",
                "  catalog: {uri: \"jdbc:sqlite:" + folder.resolve("catalog.db") + "\"}",
                "spark:",
                "  properties:",
                "    spark.hadoop.fs.s3a.endpoint: \"" + endpoint + "\"",
                "    spark.hadoop.fs.s3a.endpoint.region: us-east-1",
                "    spark.hadoop.fs.s3a.path.style.access: \"true\"",
                "    spark.hadoop.fs.s3a.access.key: " + KEY,
                "    spark.hadoop.fs.s3a.secret.key: " + SECRET));

    succeed(config, "ingest", "binance", market.perpetual().toString());
    String report = folder.resolve("report.html").toString();
    succeed(config, "nightly", "--date", SmallMarket.DAY, "--out", report);

    try (Stream<Path> stored = Files.walk(folder.resolve("store/market/archive"))) {
      assertThat(stored)
          .noneMatch(path -> Files.isRegularFile(path) && path.toString().contains("_staging"));
    }
    assertThat(rows().byTable()).isNotEmpty().isEqualTo(market.expected().byTable());
  }

  private static ResultRows rows() {
    Configuration conf = new Configuration();
    conf.set("fs.s3a.endpoint", endpoint);
    conf.set("fs.s3a.endpoint.region", "us-east-1");
    conf.set("fs.s3a.path.style.access", "true");
    conf.set("fs.s3a.access.key", KEY);
    conf.set("fs.s3a.secret.key", SECRET);
    return ResultRows.of(
        folder.resolve("catalog.db"),
        "s3a://market/lake",
        conf,
        uri -> uri.replace("s3a://", folder.resolve("store") + "/"));
  }

  private static void succeed(Path config, String... command)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("--config", config.toString(), "--master", "local[2]"));
    Ended ended = processes.submit("treadmill", arguments);
    assertThat(ended.exitCode()).as(ended.output()).isZero();
  }
}
