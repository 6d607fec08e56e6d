package io.treadmill.jobs.fetch;

import io.treadmill.conf.FetchSettings;
import io.treadmill.conf.UserError;
import io.treadmill.lake.ExclusiveFile;
import io.treadmill.jobs.contract.Progress;
import io.treadmill.jobs.fetch.vendors.FetchRequest;
import io.treadmill.jobs.fetch.vendors.FetchVendor;
import io.treadmill.jobs.fetch.vendors.FileChoice;
import io.treadmill.jobs.fetch.vendors.RemoteFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Brings the files of one vendor into a folder: first what is missing and how large, then all. */
public final class Fetch implements AutoCloseable {
  private static final long TELL_EVERY_MILLIS = 5000;

  private final FetchVendor vendor;
  private final Target target;
  private final Line line;
  private final Progress progress;
  private final FileChannel lock;

  /**
   * Where files go and how.
   *
   * @param folder folder of the vendor
   * @param isRefresh true to ask of files that are here whether they changed
   * @param isDryRun true if nothing may be written
   */
  public record Target(Path folder, boolean isRefresh, boolean isDryRun) {}

  /**
   * Opens a fetch.
   *
   * @param sparkProperties properties of the settings, of which those of Hadoop reach object stores
   * @throws UserError if another process fetches into the folder (exit 5) or it cannot be written
   */
  public Fetch(
      FetchVendor vendor,
      Target target,
      FetchSettings settings,
      Map<String, String> sparkProperties,
      Clock clock,
      Progress progress) {
    this.vendor = vendor;
    this.target = target;
    this.progress = progress;
    this.lock = target.isDryRun ? null : lock(target.folder);
    String base = settings.addresses().get(vendor.name());
    Transport transport =
        base.startsWith("http:") || base.startsWith("https:")
            ? new HttpTransport(
                Duration.ofMillis((long) (settings.idleSeconds() * 1000)),
                Duration.ofMinutes(settings.totalMinutes()),
                clock)
            : new StoreTransport(sparkProperties);
    RequestGate gate = new RequestGate(settings.requestsPerMinute().getOrDefault(vendor.name(), 0));
    this.line = new Line(transport, gate, settings, clock);
  }

  private static FileChannel lock(Path folder) {
    Path file = folder.resolve(".fetch.lock");
    try {
      Files.createDirectories(folder);
      FileChannel channel = ExclusiveFile.take(file);
      if (channel == null) {
        throw UserError.busy(
            "Cannot fetch into %s: another process does (wait for it and run again)"
                .formatted(folder));
      }
      return channel;
    } catch (IOException e) {
      throw UserError.storage(
          "Cannot fetch into %s: %s (give a folder that can be written with --out)"
              .formatted(folder, e),
          e);
    }
  }

  /**
   * Returns what is to be done: asks the host how large the files are that are not here, and takes
   * days where the file of a month is not there.
   */
  public FetchPlan plan(FetchRequest request) {
    Sizes sizes = new Sizes(target.folder, line, target.isRefresh, target.isDryRun);
    Map<String, RemoteFile> wanted = new LinkedHashMap<>();
    Map<String, List<RemoteFile>> daysOfMonth = new LinkedHashMap<>();
    for (FileChoice choice : vendor.files(request, line.settings().addresses())) {
      List<RemoteFile> files = chosen(choice, sizes);
      files.forEach(file -> wanted.putIfAbsent(file.target(), file));
      if (files.size() == 1 && files.get(0) == choice.month() && !choice.days().isEmpty()) {
        daysOfMonth.put(choice.month().target(), choice.days());
      }
    }
    Map<String, PlannedFile> planned = new LinkedHashMap<>();
    ask(wanted.values(), sizes, planned);
    Map<String, RemoteFile> days = new LinkedHashMap<>();
    daysOfMonth.forEach(
        (month, files) -> {
          if (planned.get(month).outcome() == Outcome.GONE) {
            planned.remove(month);
            files.forEach(file -> days.putIfAbsent(file.target(), file));
          }
        });
    ask(days.values(), sizes, planned);
    return new FetchPlan(
        vendor.name(),
        planned.values().stream()
            .sorted(Comparator.comparing((PlannedFile file) -> file.file().target()))
            .toList());
  }

  /** A month that is here or asked for whole and due, unless some of its days are here. */
  private List<RemoteFile> chosen(FileChoice choice, Sizes sizes) {
    RemoteFile month = choice.month();
    if (choice.days().isEmpty() || (month != null && sizes.isHere(month))) {
      return List.of(month);
    }
    boolean monthIsBetter =
        choice.isWhole()
            && !line.clock().instant().isBefore(month.due())
            && choice.days().stream().noneMatch(sizes::isHere);
    return monthIsBetter ? List.of(month) : choice.days();
  }

  private void ask(Collection<RemoteFile> files, Sizes sizes, Map<String, PlannedFile> planned) {
    List<Callable<PlannedFile>> questions = new ArrayList<>();
    files.forEach(file -> questions.add(() -> sizes.of(file)));
    AtomicLong done = new AtomicLong();
    run(
        questions,
        answer -> {
          planned.put(answer.file().target(), answer);
          done.incrementAndGet();
        },
        () -> "fetch: asked for the size of %,d of %,d files".formatted(done.get(), files.size()));
  }

  /** Fetches what is to be fetched and returns what became of every file. */
  public FetchResult run(FetchPlan plan) {
    List<FetchedFile> results = new ArrayList<>();
    List<Callable<FetchedFile>> downloads = new ArrayList<>();
    AtomicLong bytes = new AtomicLong();
    for (PlannedFile file : plan.files()) {
      LocalFile local = new LocalFile(target.folder, file.file());
      if (file.isOpen()) {
        downloads.add(() -> new Download(file.file(), local, line, bytes::addAndGet).run());
      } else {
        boolean here = file.outcome() == Outcome.PRESENT;
        results.add(
            new FetchedFile(
                file.file(),
                here ? local.file() : null,
                file.outcome(),
                file.bytes(),
                file.reason()));
      }
    }
    AtomicLong done = new AtomicLong();
    long begun = System.nanoTime();
    run(
        downloads,
        result -> {
          results.add(result);
          done.incrementAndGet();
        },
        () -> {
          double seconds = (System.nanoTime() - begun) / 1e9;
          return String.format(
              Locale.ROOT,
              "fetch: %,d of %,d files, %.1f of %.1f MB, %.1f MB/s",
              done.get(),
              downloads.size(),
              bytes.get() / 1e6,
              plan.left() / 1e6,
              bytes.get() / 1e6 / seconds);
        });
    results.sort(Comparator.comparing(file -> file.file().target()));
    return new FetchResult(vendor.name(), results, line.clock().instant());
  }

  private interface Taker<T> {
    void take(T value);
  }

  private interface Teller {
    String line();
  }

  /** Runs tasks side by side and takes results in this thread, as they come. */
  private <T> void run(List<Callable<T>> tasks, Taker<T> results, Teller teller) {
    if (tasks.isEmpty()) {
      return;
    }
    ExecutorService pool = Executors.newFixedThreadPool(line.settings().parallel());
    try {
      ExecutorCompletionService<T> running = new ExecutorCompletionService<>(pool);
      tasks.forEach(running::submit);
      int left = tasks.size();
      long told = System.nanoTime();
      while (left > 0) {
        Future<T> done = running.poll(TELL_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        if (done != null) {
          results.take(done.get());
          left--;
        }
        if (System.nanoTime() - told > TELL_EVERY_MILLIS * 1_000_000) {
          told = System.nanoTime();
          progress.tell(teller.line());
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException own
          ? own
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    } finally {
      pool.shutdownNow();
    }
  }

  @Override
  public void close() {
    line.transport().close();
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) {
      throw UserError.storage("Cannot free the lock of " + target.folder, e);
    }
  }
}
