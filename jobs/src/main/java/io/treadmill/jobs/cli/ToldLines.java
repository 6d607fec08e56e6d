package io.treadmill.jobs.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.treadmill.conf.ExitCode;
import io.treadmill.conf.Secrets;
import io.treadmill.conf.SettingsFile;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a command tells on stderr: lines of text, or with {@code --log-format json} one object a
 * line. Secrets of the settings and of the environment are hidden in both.
 */
public final class ToldLines extends PrintWriter {
  private final boolean isJson;
  private final List<String> args;
  private final Clock clock;
  private final Instant started;
  private Secrets secrets;
  private String last;

  private ToldLines(OutputStream out, List<String> args, Clock clock) {
    super(out, true, StandardCharsets.UTF_8);
    this.isJson = values("--log-format", args).contains("json");
    this.args = List.copyOf(args);
    this.clock = clock;
    this.started = clock.instant();
  }

  /** Returns the lines of a command, which is not parsed yet: it may be wrong. */
  public static ToldLines of(OutputStream out, List<String> args, Clock clock) {
    return new ToldLines(out, args, clock);
  }

  private static List<String> values(String option, List<String> args) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < args.size(); i++) {
      if (args.get(i).equals(option) && i + 1 < args.size()) {
        values.add(args.get(i + 1));
      } else if (args.get(i).startsWith(option + "=")) {
        values.add(args.get(i).substring(option.length() + 1));
      }
    }
    return values;
  }

  /** Most commands tell nothing: the settings are read with the first line. */
  private synchronized String hide(String line) {
    secrets = secrets == null ? secrets(args) : secrets;
    return secrets.hide(line);
  }

  private static Secrets secrets(List<String> args) {
    Map<String, String> set = new LinkedHashMap<>();
    for (String value : values("--set", args)) {
      int at = value.indexOf('=');
      if (at > 0) {
        set.put(value.substring(0, at), value.substring(at + 1));
      }
    }
    List<String> files = values("--config", args);
    try {
      Path file = files.isEmpty() ? null : Path.of(files.get(files.size() - 1));
      return Secrets.of(SettingsFile.load(file, set).settings(), System.getenv());
    } catch (RuntimeException e) {
      // The command will say what is wrong with them.
      return Secrets.of(set, System.getenv());
    }
  }

  @Override
  public void println(String line) {
    if (!isJson) {
      write(hide(line) + System.lineSeparator());
      flush();
      return;
    }
    last = line.startsWith("treadmill: ") ? line.substring("treadmill: ".length()) : last;
    tell("progress", Map.of("message", line));
  }

  @Override
  public void println() {
    if (!isJson) {
      super.println();
    }
  }

  @Override
  public void print(String text) {
    if (isJson) {
      println(text.strip());
    } else {
      write(hide(text));
      flush();
    }
  }

  /** Tells how the command ended, where lines are objects. */
  public void ended(int code) {
    if (isJson) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("exit_code", code);
      values.put(
          "retryable",
          List.of(ExitCode.INPUT, ExitCode.BUSY, ExitCode.STORAGE, ExitCode.TERMINATED).stream()
              .anyMatch(retried -> retried.code() == code));
      values.put("seconds", Duration.between(started, clock.instant()).toMillis() / 1000.0);
      values.put("message", code == 0 ? "done" : last);
      tell("ended", values);
    }
  }

  private void tell(String event, Map<String, Object> values) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("ts", clock.instant().toString());
    object.put("event", event);
    object.putAll(values);
    object.computeIfPresent("message", (key, text) -> hide(text.toString()));
    try {
      write(new ObjectMapper().writeValueAsString(object) + System.lineSeparator());
      flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
