package io.treadmill.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.conf.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thread of a library that an error ends, as Spark's of results when the heap is full, while the
 * main thread waits for it for ever.
 */
class FailingThreadTest {
  @TempDir private Path folder;

  /** The process. */
  static final class Waiting {
    private Waiting() {}

    /** Waits; with a word, what runs at the end waits too. */
    public static void main(String[] args) throws InterruptedException {
      Main.endWithThreads(Main.told("--set", "lake.catalog.properties.jdbc.password=hush-hush"));
      CountDownLatch never = new CountDownLatch(1);
      if (args.length > 0) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> await(never)));
      }
      Thread harmless =
          new Thread(
              () -> {
                throw new IllegalStateException("harmless, and hush-hush");
              });
      harmless.start();
      harmless.join();
      new Thread(
              () -> {
                throw new OutOfMemoryError("made up");
              })
          .start();
      await(never);
    }

    private static void await(CountDownLatch never) {
      try {
        never.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void endsWithItsCode(String... words) throws IOException, InterruptedException {
    Path told = folder.resolve("told");
    Path ended = folder.resolve("ended");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dtreadmill.ended=" + ended,
                "-cp",
                System.getProperty("java.class.path"),
                Waiting.class.getName()));
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(told.toFile()).start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(ExitCode.RESOURCES.code());
    assertThat(Files.readString(ended)).isEqualTo("8");
    assertThat(Files.readString(told))
        .contains("ended: java.lang.IllegalStateException: harmless")
        .contains("treadmill: Not enough memory: made up")
        .doesNotContain("hush-hush");
  }

  @Test
  void theProcessEndsWithItsCode() throws Exception {
    endsWithItsCode();
  }

  @Test
  void theProcessEndsThoughSomethingWaitsAtItsEnd() throws Exception {
    endsWithItsCode("waits");
  }
}
