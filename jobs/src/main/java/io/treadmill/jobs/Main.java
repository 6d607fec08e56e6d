package io.treadmill.jobs;

import io.treadmill.conf.ExitCode;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.batch.Failures;
import io.treadmill.jobs.cli.FurtherCommand;
import io.treadmill.jobs.cli.Measured;
import io.treadmill.jobs.cli.RootCommand;
import io.treadmill.jobs.cli.ToldLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.fs.FSError;
import org.apache.spark.SparkUserAppException;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The process: runs one command and ends with its exit code. */
public final class Main {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Main() {}

  /**
   * Runs the command line and ends the process with its exit code, which it leaves in the file of
   * the system property {@code treadmill.ended}, if the launcher names one.
   *
   * @throws SparkUserAppException with the exit code if it is not 0, in a driver that YARN runs
   */
  @SuppressWarnings("checkstyle:RegexpSingleline") // The one place that may end the process.
  public static void main(String[] args) throws SparkUserAppException {
    endWithThreads(told(args));
    int code = run(args);
    System.out.flush();
    leave(code);
    if (isDriverOfYarn()) { // There a process that ends by itself has failed, and is begun again.
      if (code != 0) {
        throw new SparkUserAppException(code, null);
      }
      return;
    }
    if (code == ExitCode.TERMINATED.code()) {
      return; // The process is ending, and waits for this thread.
    }
    // Under spark-submit an explicit exit is how the code reaches the caller.
    System.exit(code);
  }

  /**
   * Lets the process end with any thread that an error ends, of whatever library it is: others wait
   * for it for ever. What does not end within ten seconds is stopped.
   *
   * @param told takes what is told
   */
  @SuppressWarnings("checkstyle:RegexpSingleline") // No caller is left to tell.
  static void endWithThreads(ToldLines told) {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          if (!(failure instanceof Error)) {
            String trace = ExceptionUtils.getStackTrace(failure);
            told.println("treadmill: %s ended: %s".formatted(thread.getName(), trace));
            return;
          }
          int code = Failures.of(failure).exitCode().code();
          try {
            tell(failure, told);
            leave(code);
            haltAfter(PATIENCE, code);
            System.exit(code);
          } catch (OutOfMemoryError none) { // Not enough to tell it, or for a thread.
            Runtime.getRuntime().halt(code);
          }
        });
  }

  private static void haltAfter(Duration patience, int code) {
    Thread halt =
        new Thread(
            () -> {
              try {
                Thread.sleep(patience.toMillis());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              Runtime.getRuntime().halt(code);
            },
            "halt");
    halt.setDaemon(true);
    halt.start();
  }

  private static boolean isDriverOfYarn() {
    return "yarn".equals(System.getProperty("spark.master"))
        && "cluster".equals(System.getProperty("spark.submit.deployMode"));
  }

  /** A file that cannot be written costs the launcher what it does with a crash, and no more. */
  private static void leave(int code) {
    String ended = System.getProperty("treadmill.ended");
    if (ended == null) {
      return;
    }
    try {
      Files.writeString(Path.of(ended), Integer.toString(code));
    } catch (IOException e) {
      System.err.println("treadmill: cannot write %s: %s".formatted(ended, e));
    }
  }

  /** Runs the command line and returns its exit code. */
  public static int run(String... args) {
    ToldLines told = told(args);
    int code = run(told, args);
    told.ended(code);
    return code;
  }

  static ToldLines told(String... args) {
    return ToldLines.of(System.err, List.of(args), Clock.systemUTC());
  }

  /**
   * Returns the parser of a command line: of the command that it begins with alone, as to know all
   * takes longer; of all commands, with those of other modules, if it begins with none of this one.
   */
  public static CommandLine parser(String... args) {
    CommandLine line =
        RootCommand.named(args.length == 0 ? "" : args[0])
            .orElseGet(
                () -> {
                  CommandLine all = new CommandLine(new RootCommand());
                  ServiceLoader.load(FurtherCommand.class).forEach(all::addSubcommand);
                  return all;
                });
    return line.setCaseInsensitiveEnumValuesAllowed(true);
  }

  private static int run(ToldLines told, String... args) {
    CommandLine line = parser(args);
    line.setErr(told);
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> tell(failure, command.getErr()).code());
    line.setParameterExceptionHandler(Main::misuse);
    try {
      return told(line, line.execute(args));
    } catch (FSError | OutOfMemoryError e) { // FSError: a local disk that fails, full or broken.
      return told(line, tell(e, line.getErr()).code());
    }
  }

  /**
   * Tells the command how it ended; a metrics file that cannot be written hides no other ending.
   */
  private static int told(CommandLine line, int code) {
    CommandLine last = line;
    while (last.getParseResult() != null && last.getParseResult().hasSubcommand()) {
      last = last.getParseResult().subcommand().commandSpec().commandLine();
    }
    if (last.getCommand() instanceof Measured command) {
      try {
        command.ended(code);
      } catch (RuntimeException e) {
        ExitCode ending = tell(e, line.getErr());
        return code == 0 ? ending.code() : code;
      }
    }
    return code;
  }

  private static int misuse(ParameterException failure, String[] args) {
    CommandLine line = failure.getCommandLine();
    if (args.length == 0) {
      line.usage(line.getErr());
      return ExitCode.USAGE.code();
    }
    // A mistyped required option is told as what it is before it is told as missing.
    ParameterException cause =
        failure instanceof MissingParameterException && !line.getUnmatchedArguments().isEmpty()
            ? new UnmatchedArgumentException(line, line.getUnmatchedArguments())
            : failure;
    PrintWriter err = line.getErr();
    err.println("treadmill: " + cause.getMessage());
    UnmatchedArgumentException.printSuggestions(cause, err);
    err.println("Try '" + line.getCommandSpec().qualifiedName() + " --help'.");
    return ExitCode.USAGE.code();
  }

  private static ExitCode tell(Throwable failure, PrintWriter err) {
    Failures.Outcome ending = Failures.of(failure);
    if (ending.exitCode() == ExitCode.BUG) {
      err.println("treadmill: a bug: " + ending.message());
      err.println(ExceptionUtils.getStackTrace(failure));
    } else {
      err.println("treadmill: " + ending.message());
    }
    if (failure instanceof UserError && failure.getSuppressed().length > 0) {
      err.println("treadmill: and the ledger could not be written: " + failure.getSuppressed()[0]);
    }
    return ending.exitCode();
  }
}
