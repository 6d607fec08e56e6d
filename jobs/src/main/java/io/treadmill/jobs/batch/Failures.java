package io.treadmill.jobs.batch;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.UserError;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.exceptions.RuntimeIOException;

/** Tells an ending: what the user did, what storage did, or a bug. */
public final class Failures {
  private static final List<String> STORAGE =
      List.of(
          "no space left on device", "read-only file system",
          "disk quota exceeded", "permission denied",
          "database or disk is full", "attempt to write a readonly database",
          "unable to open database", "disk i/o error",
          "mkdirs failed to create", "connection refused",
          "unable to execute http request", "nosuchbucket",
          "status code: 403", "status code: 503");

  private static final List<String> CORRUPT =
      List.of(
          "could not verify page checksum",
          "crc checksum verification failed",
          "is not a parquet file",
          "could not read page",
          "cannot read the footer",
          "could not read footer",
          "encountered error while reading file",
          "failed_read_file",
          "corrupt");

  private static final String NO_MEMORY =
      "Not enough memory: %s (the driver's heap is %s MiB: set TREADMILL_MEMORY higher, or the"
          + " executors' memory on a cluster, or ask for fewer symbols or days)";
  private static final String DAMAGED =
      "Cannot read the input: %s (the file is damaged: import it again from its source)";
  private static final String NO_STORAGE =
      "Cannot use the storage: %s (nothing was published by this step; mend the storage and run"
          + " again)";

  private static final Pattern LAKE_FILE =
      Pattern.compile("Failed to (?:open|read).* file: (.*\\.(?:avro|json|parquet))");
  private static final String NO_LAKE_FILE =
      "Cannot read the lake: its file %s is lost, damaged or out of reach: %s (put it back from a"
          + " backup)";

  private Failures() {}

  /** One ending. */
  public record Outcome(ExitCode exitCode, String message) {}

  public static Outcome of(Throwable failure) {
    List<Throwable> chain = chain(failure);
    for (Throwable link : chain) {
      if (link instanceof UserError error) {
        return new Outcome(error.exitCode(), error.getMessage());
      }
    }
    for (Throwable link : chain) {
      // Iceberg names the file of the lake that it could not read.
      Matcher file = LAKE_FILE.matcher(String.valueOf(link.getMessage()));
      if ((link instanceof NotFoundException || link instanceof RuntimeIOException)
          && file.matches()) {
        return new Outcome(
            ExitCode.STORAGE,
            NO_LAKE_FILE.formatted(file.group(1), firstLine(chain.get(chain.size() - 1))));
      }
    }
    // Spark carries what a task threw as text once it has crossed to the driver.
    for (Throwable link : chain) {
      String text = String.valueOf(link.getMessage()).toLowerCase(Locale.ROOT);
      if (link instanceof OutOfMemoryError || text.contains("java.lang.outofmemoryerror")) {
        return new Outcome(
            ExitCode.USAGE,
            NO_MEMORY.formatted(firstLine(link), Runtime.getRuntime().maxMemory() / (1 << 20)));
      }
      if (CORRUPT.stream().anyMatch(text::contains)) {
        return new Outcome(ExitCode.INPUT, DAMAGED.formatted(deepest(chain, CORRUPT)));
      }
      if (link instanceof AccessDeniedException
          || (link instanceof SQLException && text.contains("sqlite_"))
          || STORAGE.stream().anyMatch(text::contains)) {
        return new Outcome(ExitCode.STORAGE, NO_STORAGE.formatted(deepest(chain, STORAGE)));
      }
    }
    return new Outcome(ExitCode.BUG, String.valueOf(chain.get(chain.size() - 1)));
  }

  /** Returns why a file could not be used, without its path: messages of the system repeat it. */
  static String reason(IOException failure) {
    if (failure instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    if (failure instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (failure instanceof FileAlreadyExistsException) {
      return "a file is in its place";
    }
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  private static String deepest(List<Throwable> chain, List<String> words) {
    String file = "";
    String reason = firstLine(chain.get(chain.size() - 1));
    for (Throwable link : chain) {
      String text = firstLine(link);
      if (text.contains("file ") || text.contains(".parquet")) {
        file = text;
      }
      String lower = text.toLowerCase(Locale.ROOT);
      if (link instanceof IOException || words.stream().anyMatch(lower::contains)) {
        reason = text;
      }
    }
    return file.isEmpty() || file.equals(reason) ? reason : file + ": " + reason;
  }

  private static String firstLine(Throwable link) {
    return link.getMessage() == null
        ? link.toString()
        : link.getMessage().lines().findFirst().orElse(link.toString());
  }

  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable link = failure; link != null && seen.add(link); link = link.getCause()) {
      chain.add(link);
    }
    return chain;
  }
}
