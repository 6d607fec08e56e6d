package io.treadmill.jobs.fetch;

import io.treadmill.conf.UserError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a fetch did.
 *
 * @param vendor the vendor
 * @param files what became of each file, by path
 * @param ended when
 */
public record FetchResult(String vendor, List<FetchedFile> files, Instant ended) {
  private static final int MOST_LINES = 20;

  /** Returns the files with an outcome. */
  List<FetchedFile> with(Outcome outcome) {
    return files.stream().filter(file -> file.outcome() == outcome).toList();
  }

  /** Returns the files that lie in the folder: those fetched and those that were here. */
  public List<FetchedFile> here() {
    return files.stream()
        .filter(file -> file.outcome() == Outcome.FETCHED || file.outcome() == Outcome.PRESENT)
        .toList();
  }

  /** Returns the summary, a line an outcome, and a line for each file that is not here. */
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    for (Outcome outcome : Outcome.values()) {
      List<FetchedFile> of = with(outcome);
      long bytes = of.stream().mapToLong(FetchedFile::bytes).sum();
      if (outcome.compareTo(Outcome.NOT_YET) < 0) {
        lines.add(
            String.format(
                Locale.ROOT, "%-20s %,8d files %,16d bytes", outcome.text(), of.size(), bytes));
      } else if (!of.isEmpty()) {
        lines.add(String.format(Locale.ROOT, "%-20s %,8d files", outcome.text(), of.size()));
        boolean all = outcome == Outcome.REFUSED || outcome == Outcome.FAILED;
        of.stream()
            .limit(all ? of.size() : MOST_LINES)
            .forEach(file -> lines.add("  %s: %s".formatted(file.file().target(), file.reason())));
        if (!all && of.size() > MOST_LINES) {
          lines.add("  .. and " + (of.size() - MOST_LINES) + " more");
        }
      }
    }
    return lines;
  }

  /**
   * Ends with 3 if something is missing that another try may bring, or that must be mended: files
   * that failed or were refused, days that are over and published soon, or nothing at all.
   */
  public void check() {
    long failed = with(Outcome.FAILED).size();
    long refused = with(Outcome.REFUSED).size();
    long soon =
        with(Outcome.NOT_YET).stream()
            .filter(file -> file.file().isDueSoon() && !file.file().over().isAfter(ended))
            .count();
    List<String> reasons = new ArrayList<>();
    if (failed > 0) {
      reasons.add("%d failed (run again; what is here is kept)".formatted(failed));
    }
    if (refused > 0) {
      reasons.add("%d refused (%s)".formatted(refused, with(Outcome.REFUSED).get(0).reason()));
    }
    if (soon > 0) {
      reasons.add("%d not published yet (run again later)".formatted(soon));
    }
    if (reasons.isEmpty() && here().isEmpty() && !with(Outcome.GONE).isEmpty()) {
      reasons.add("none of them is there (look at symbols, kinds and days)");
    }
    if (!reasons.isEmpty()) {
      throw UserError.input(
          "Cannot fetch all %,d files of %s: %s"
              .formatted(files.size(), vendor, reasons.stream().collect(Collectors.joining(", "))));
    }
  }
}
