package io.treadmill.lab.cluster;

import io.treadmill.lab.endtoend.Commands;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** An S3 server that is a process of its own, with its files in a folder. */
final class ObjectStore implements Closeable {
  private static final String KEY = "local-identity";
  private static final String SECRET = "local-credential";

  private final Path folder;
  private final Processes processes;
  private final int port;

  ObjectStore(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    processes = new Processes(folder.resolve("logs"));
    port = Processes.freePort();
    Path settings =
        Files.write(
            Files.createDirectories(folder.resolve("store")).resolveSibling("server.properties"),
            List.of(
                "s3proxy.endpoint=http://127.0.0.1:" + port,
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

  int port() {
    return port;
  }

  Processes processes() {
    return processes;
  }

  /**
   * Returns a bucket with an archive and a lake.
   *
   * @param through the port by which commands reach it
   */
  Bucket bucket(String name, int through) throws IOException {
    Files.createDirectories(folder.resolve("store").resolve(name));
    return new Bucket(name, through);
  }

  /** An archive and a lake in a bucket, the catalog beside it. */
  final class Bucket {
    private final String name;
    private final Path config;

    private Bucket(String name, int through) throws IOException {
      this.name = name;
      config =
          Files.write(
              folder.resolve(name + ".yaml"),
              List.of(
                  "archive: {uri: \"s3a://" + name + "/archive\"}",
                  "lake:",
                  "  uri: \"s3a://" + name + "/lake\"",
                  "  one-host-writes: true",
                  "  catalog: {uri: \"jdbc:sqlite:" + catalog() + "\"}",
                  "spark:",
                  "  properties:",
                  "    spark.hadoop.fs.s3a.endpoint: \"http://127.0.0.1:" + through + "\"",
                  "    spark.hadoop.fs.s3a.endpoint.region: us-east-1",
                  "    spark.hadoop.fs.s3a.path.style.access: \"true\"",
                  "    spark.hadoop.fs.s3a.access.key: " + KEY,
                  "    spark.hadoop.fs.s3a.secret.key: " + SECRET));
    }

    private Path catalog() {
      return folder.resolve(name + ".db");
    }

    /** Returns a file for a report. */
    Path report() {
      return folder.resolve(name + ".html");
    }

    /** Runs a command here. */
    Processes.Ended run(String... command) throws IOException, InterruptedException {
      List<String> arguments = new ArrayList<>(List.of(command));
      arguments.addAll(List.of("--config", config.toString(), "--master", "local[2]"));
      return processes.submit("treadmill", arguments);
    }

    /** Runs a command here, in this process. */
    Commands.Ended runHere(String... command) {
      List<String> arguments = new ArrayList<>(List.of(command));
      arguments.addAll(List.of("--config", config.toString(), "--master", "local[2]"));
      return Commands.run(arguments.toArray(String[]::new));
    }

    /** Returns what is stored below a folder. */
    List<String> files(String below) throws IOException {
      Path stored = folder.resolve("store").resolve(name).resolve(below);
      if (!Files.exists(stored)) {
        return List.of();
      }
      try (Stream<Path> files = Files.walk(stored)) {
        return files
            .filter(Files::isRegularFile)
            .map(path -> stored.relativize(path).toString())
            .toList();
      }
    }

    /** Returns the rows of the lake, by the server itself. */
    ResultRows rows() {
      Configuration conf = new Configuration();
      conf.set("fs.s3a.endpoint", "http://127.0.0.1:" + port);
      conf.set("fs.s3a.endpoint.region", "us-east-1");
      conf.set("fs.s3a.path.style.access", "true");
      conf.set("fs.s3a.access.key", KEY);
      conf.set("fs.s3a.secret.key", SECRET);
      return ResultRows.of(
          catalog(),
          "s3a://" + name + "/lake",
          conf,
          uri -> uri.replace("s3a://", folder.resolve("store") + "/"));
    }
  }

  @Override
  public void close() {
    processes.close();
  }
}
