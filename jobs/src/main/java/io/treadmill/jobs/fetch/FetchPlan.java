package io.treadmill.jobs.fetch;

import java.util.List;
import java.util.Locale;

/**
 * What a fetch is going to do.
 *
 * @param vendor the vendor
 * @param files its files, by path
 */
public record FetchPlan(String vendor, List<PlannedFile> files) {
  /** Returns how many files are to be fetched, and how many bytes. */
  public String summary() {
    List<PlannedFile> open = open();
    long unknown = open.stream().filter(file -> file.bytes() < 0).count();
    long here = files.stream().filter(file -> file.outcome() == Outcome.PRESENT).count();
    return String.format(
        Locale.ROOT,
        "%s: %,d files, %,d already here; %,d to fetch, %s",
        vendor,
        files.size(),
        here,
        open.size(),
        unknown == 0
            ? "%,d bytes".formatted(left())
            : "%,d bytes and %,d files of unknown size".formatted(left(), unknown));
  }

  /** Returns a line for each file: bytes to come, or what became of it, and its path. */
  public List<String> lines() {
    return files.stream()
        .map(
            file ->
                String.format(
                    Locale.ROOT,
                    "%20s  %s",
                    file.isOpen()
                        ? file.bytes() < 0 ? "?" : "%,d".formatted(file.left())
                        : file.outcome().text(),
                    file.file().target()))
        .toList();
  }

  /** Returns the files that are to be fetched. */
  List<PlannedFile> open() {
    return files.stream().filter(PlannedFile::isOpen).toList();
  }

  /** Returns the bytes that are to come, as far as they are known. */
  long left() {
    return files.stream().mapToLong(PlannedFile::left).sum();
  }
}
