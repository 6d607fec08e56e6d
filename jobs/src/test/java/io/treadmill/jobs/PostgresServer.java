package io.treadmill.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of Debian's package, a process of its own with a new database in a temporary
 * folder. Tests that need one are skipped where the package is not installed.
 */
public final class PostgresServer implements AutoCloseable {
  private static final String USER = "treadmill";

  private final Path folder;
  private final Process process;
  private final int port;

  private PostgresServer(Path folder, Process process, int port) {
    this.folder = folder;
    this.process = process;
    this.port = port;
  }

  /** Starts a server and waits for it. */
  public static PostgresServer start() throws IOException, InterruptedException {
    Path programs = programs();
    assumeThat(programs).as("PostgreSQL is installed").isNotNull();
    Path folder = Files.createTempDirectory(Path.of("/tmp"), "postgres");
    if (isRoot()) {
      run(folder, "chown", "postgres", folder.toString());
    }
    Path data = folder.resolve("data");
    run(
        folder,
        asUser(
            programs.resolve("initdb").toString(),
            "--pgdata=" + data,
            "--username=" + USER,
            "--auth=trust",
            "--no-sync"));
    int port = freePort();
    Process process =
        start(
            folder,
            asUser(
                programs.resolve("postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=" + folder,
                "-c",
                "fsync=off"));
    PostgresServer server = new PostgresServer(folder, process, port);
    server.await();
    return server;
  }

  /** Returns the setting {@code lake.catalog.uri} of a new, empty database. */
  public String newDatabase(String name) throws SQLException {
    try (Connection database = DriverManager.getConnection(uri("postgres"))) {
      database.createStatement().execute("CREATE DATABASE " + name);
    }
    return uri(name);
  }

  /** Returns the URI of a database of the server. */
  public String uri(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?user=%s".formatted(port, database, USER);
  }

  private void await() throws InterruptedException {
    SQLException last = null;
    for (int i = 0; i < 600; i++) {
      assertThat(process.isAlive()).as("PostgreSQL runs, see " + folder).isTrue();
      try (Connection database = DriverManager.getConnection(uri("postgres"))) {
        assertThat(database.isValid(10)).isTrue();
        return;
      } catch (SQLException e) {
        last = e;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("PostgreSQL does not answer", last);
  }

  private static Path programs() throws IOException {
    Path all = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(all)) {
      return null;
    }
    try (Stream<Path> versions = Files.list(all)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.naturalOrder())
          .orElse(null);
    }
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  /** The server refuses to run as root. */
  private static String[] asUser(String... command) {
    List<String> all = new ArrayList<>();
    if (isRoot()) {
      all.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
    }
    all.addAll(List.of(command));
    return all.toArray(String[]::new);
  }

  private static Process start(Path folder, String... command) throws IOException {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log.txt").toFile()))
        .start();
  }

  private static void run(Path folder, String... command) throws IOException, InterruptedException {
    int code = start(folder, command).waitFor();
    assertThat(code).as(() -> log(folder)).isZero();
  }

  private static String log(Path folder) {
    try {
      return Files.readString(folder.resolve("log.txt"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Ends the server and removes its folder. */
  @Override
  public void close() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      // Connections that are open hold a polite end up.
      process.destroyForcibly().waitFor();
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
