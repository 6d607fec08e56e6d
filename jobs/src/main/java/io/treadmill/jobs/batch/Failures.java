package io.treadmill.jobs.batch;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.UserError;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkThrowable;

/**
 * Tells an ending by the types of what was thrown: what the user did, what storage did, or a bug.
 */
public final class Failures {
  /** Spark carries what a task threw as text once it has crossed to the driver: names of types. */
  private static final Pattern TYPES_IN_TEXT =
      Pattern.compile(
          "(?m)(?:^|[\\s(])((?:[a-z]\\w*\\.)+[A-Z][\\w$]*(?:Exception|Error))(?=[:\\s]|$)");

  private static final String SPARK = "org.apache.spark.SparkException";

  /** How Spark says in words, not by a type, that those who did the work are gone. */
  private static final Pattern GONE =
      Pattern.compile(
          "ExecutorLostFailure \\(|Master removed our application|SparkContext was shut down");

  /** How a job ends that waited for executors. */
  private static final Pattern NONE_CAME =
      Pattern.compile("(" + ExecutorWatch.NONE + "\\S+ came up in \\d+ min)");

  private static final String LOST = SPARK + " EXECUTORS_LOST";

  /** A type name that ends in a dot stands for all of a package. */
  private record Kind(ExitCode exitCode, String message, Set<String> types) {
    private boolean has(String type) {
      return types.contains(type)
          || types.stream().anyMatch(prefix -> prefix.endsWith(".") && type.startsWith(prefix));
    }
  }

  private static final String PARQUET = "org.apache.parquet.";
  private static final String ICEBERG = "org.apache.iceberg.";
  private static final String ICEBERG_PARQUET = ICEBERG + "shaded." + PARQUET;

  /** In this order: what comes first decides. */
  private static final List<Kind> KINDS =
      List.of(
          new Kind(
              ExitCode.RESOURCES,
              "Not enough memory: %s (the driver's heap is "
                  + Runtime.getRuntime().maxMemory() / (1 << 20)
                  + " MiB: set TREADMILL_MEMORY higher, or the executors' memory on a cluster, or"
                  + " ask for fewer symbols or days)",
              Set.of(
                  "java.lang.OutOfMemoryError",
                  "org.apache.spark.memory.SparkOutOfMemoryError",
                  SPARK + " INVALID_DRIVER_MEMORY")),
          new Kind(
              ExitCode.BUSY,
              "Another run changed the lake meanwhile: %s (nothing was published; run again)",
              Set.of(
                  ICEBERG + "exceptions.CommitFailedException",
                  ICEBERG + "exceptions.AlreadyExistsException")),
          new Kind(
              ExitCode.STORAGE,
              "The answer to a commit was lost: %s (it may be published or not: `treadmill sql"
                  + " \"SELECT * FROM runs\"` says so; run again)",
              Set.of(ICEBERG + "exceptions.CommitStateUnknownException")),
          new Kind(
              ExitCode.STORAGE,
              "The cluster lost executors: %s (nothing was published by this step; run again, with"
                  + " more memory for them if they were killed for it)",
              Set.of(
                  LOST,
                  "org.apache.spark.shuffle.FetchFailedException",
                  "org.apache.spark.shuffle.MetadataFetchFailedException")),
          new Kind(
              ExitCode.STORAGE,
              "Cannot reach the storage: %s (nothing was published by this step; mend it and run"
                  + " again)",
              Set.of(
                  "org.apache.hadoop.fs.s3a.",
                  "software.amazon.awssdk.",
                  "java.net.",
                  "org.apache.http.",
                  ICEBERG + "exceptions.RESTException",
                  ICEBERG + "exceptions.ServiceFailureException",
                  ICEBERG + "exceptions.ServiceUnavailableException",
                  ICEBERG + "exceptions.NotAuthorizedException",
                  ICEBERG + "exceptions.ForbiddenException")),
          new Kind(
              ExitCode.BUG,
              "%s",
              Set.of("java.io.NotSerializableException", "com.fasterxml.jackson.")),
          new Kind(
              ExitCode.STORAGE,
              "Cannot read what is stored: %s (the file is damaged: import it again from its source"
                  + " with --force; if it is of the lake, compute its days again)",
              Set.of(
                  PARQUET + "io.ParquetDecodingException",
                  PARQUET + "io.InvalidRecordException",
                  ICEBERG_PARQUET + "io.ParquetDecodingException",
                  "org.apache.hadoop.fs.ChecksumException",
                  "java.io.EOFException",
                  SPARK + " FAILED_READ_FILE",
                  SPARK + " CANNOT_READ_FILE_FOOTER")),
          new Kind(
              ExitCode.STORAGE,
              "Cannot use the storage: %s (nothing was published by this step; mend the storage and"
                  + " run again)",
              Set.of(
                  "java.io.IOException",
                  "java.io.FileNotFoundException",
                  "java.nio.file.",
                  "java.sql.SQLException",
                  "org.apache.hadoop.fs.FSError",
                  ICEBERG + "exceptions.RuntimeIOException",
                  ICEBERG + "exceptions.NotFoundException",
                  ICEBERG + "jdbc.UncheckedSQLException",
                  ICEBERG + "jdbc.UncheckedInterruptedException")));

  private static final Set<String> OF_LAKE =
      Set.of(ICEBERG + "exceptions.NotFoundException", ICEBERG + "exceptions.RuntimeIOException");
  private static final Pattern LAKE_FILE =
      Pattern.compile("Failed to (?:open|read).* file: (.*\\.(?:avro|json|parquet))");
  private static final String NO_LAKE_FILE =
      "Cannot read the lake: its file %s is lost, damaged or out of reach: %s (put it back from a"
          + " backup)";

  private static final String NONE_CAME_REMEDY =
      " (spark.executor-wait-minutes; nothing was published by this step: see that workers are up and"
          + " have the memory and cores free that spark.properties ask for, and run again)";

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
      Matcher waited = NONE_CAME.matcher(String.valueOf(link.getMessage()));
      if (waited.find()) {
        return new Outcome(ExitCode.STORAGE, waited.group(1) + NONE_CAME_REMEDY);
      }
      // Iceberg names the file of the lake that it could not read.
      Matcher file = LAKE_FILE.matcher(String.valueOf(link.getMessage()));
      if (types(link).stream().anyMatch(OF_LAKE::contains) && file.matches()) {
        return new Outcome(
            ExitCode.STORAGE,
            NO_LAKE_FILE.formatted(file.group(1), firstLine(chain.get(chain.size() - 1))));
      }
    }
    for (Kind kind : KINDS) {
      Throwable deepest = null;
      for (Throwable link : chain) {
        deepest = types(link).stream().anyMatch(kind::has) ? link : deepest;
      }
      if (deepest != null) {
        return new Outcome(kind.exitCode, kind.message.formatted(located(chain, deepest)));
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

  /** Returns the names of the types of a link; of Spark's, what it says of those of a task too. */
  private static Set<String> types(Throwable link) {
    Set<String> types = new TreeSet<>();
    for (Class<?> type = link.getClass(); type != Object.class; type = type.getSuperclass()) {
      types.add(type.getName());
    }
    if (link instanceof SparkThrowable spark && spark.getCondition() != null) {
      types.add(SPARK + " " + spark.getCondition().replaceFirst("\\..*", ""));
    }
    if (types.contains(SPARK)) {
      Matcher named = TYPES_IN_TEXT.matcher(String.valueOf(link.getMessage()));
      while (named.find()) {
        types.add(named.group(1));
      }
      if (GONE.matcher(String.valueOf(link.getMessage())).find()) {
        types.add(LOST);
      }
    }
    return types;
  }

  /** Returns what a link says, after the file that another names. */
  private static String located(List<Throwable> chain, Throwable of) {
    String reason = firstLine(of);
    for (Throwable link : chain) {
      String text = firstLine(link);
      if ((text.contains("file ") || text.contains(".parquet")) && !text.equals(reason)) {
        return text + ": " + reason;
      }
    }
    return reason;
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
