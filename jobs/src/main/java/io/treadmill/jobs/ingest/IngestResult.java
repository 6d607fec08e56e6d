package io.treadmill.jobs.ingest;

import io.treadmill.conf.UserError;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What an import did.
 *
 * @param files what became of each file, sorted by path
 * @param notes facts the user should know, one line each
 */
public record IngestResult(List<FileResult> files, List<String> notes) {
  private static final int TOLD = 5;

  /** What became of a file. */
  public enum Status {
    /** All rows are in the archive, or were there. */
    ACCEPTED,
    /** Some rows were set aside. */
    PARTIAL,
    /** Nothing of it is loaded. */
    REFUSED,
    /** It was imported before and nothing was done. */
    UNCHANGED
  }

  /**
   * The accounts of one file: read = accepted + quarantined + duplicate, unless it is unchanged.
   *
   * @param path the file
   * @param status what became of it
   * @param rowsRead records
   * @param rowsAccepted records in the archive
   * @param rowsQuarantined records set aside; of a refused file all
   * @param rowsDuplicate records that repeat others
   * @param reason why it was refused or is partial; null if neither
   */
  public record FileResult(
      String path,
      Status status,
      long rowsRead,
      long rowsAccepted,
      long rowsQuarantined,
      long rowsDuplicate,
      String reason) {}

  /** Keeps copies. */
  public IngestResult {
    files = List.copyOf(files);
    notes = List.copyOf(notes);
  }

  /** Returns how many files ended so. */
  public long count(Status status) {
    return files.stream().filter(file -> file.status() == status).count();
  }

  /**
   * Ends the run if a file was refused; what could be published is.
   *
   * @throws UserError that names the first of them with their reasons
   */
  public void requireNoneRefused() {
    List<FileResult> refused =
        files.stream().filter(file -> file.status() == Status.REFUSED).toList();
    if (refused.isEmpty()) {
      return;
    }
    String first =
        refused.stream()
            .limit(TOLD)
            .map(file -> "Cannot import " + file.path() + ": " + file.reason())
            .collect(Collectors.joining("\n"));
    int others = files.size() - refused.size();
    throw UserError.input(
        first
            + (refused.size() > TOLD
                ? "\n.. and %d more files".formatted(refused.size() - TOLD)
                : "")
            + (others > 0
                ? "\nThe other %d files are in the archive; mend these and run again"
                    .formatted(others)
                : ""));
  }

  /** Returns the records in the archive, over all files. */
  public long rowsAccepted() {
    return files.stream().mapToLong(FileResult::rowsAccepted).sum();
  }
}
