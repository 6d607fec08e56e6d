package io.treadmill.jobs;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What a command left behind that ran in this process.
 *
 * @param code exit code
 * @param text what it printed, stdout and stderr
 */
public record CommandForTests(int code, String text) {
  /** Runs a command that opens no Spark session. */
  public static CommandForTests run(String... words) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
      System.setErr(System.out);
      int code = Main.run(words);
      return new CommandForTests(code, bytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
