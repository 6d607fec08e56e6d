package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.FileName;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.market.contract.Register;
import java.util.List;
import java.util.Optional;

/** One vendor's files: what a name says, and how the content is read. */
public abstract class Vendor {
  /** Who speaks in a file, from the one that gives way to the one that stands. */
  public enum Authority {
    /** Files of any origin, and bars that somebody made. */
    ANYONE,
    /** Totals of an aggregator, which it corrects for months: the edition that reaches further. */
    AGGREGATOR,
    /** What a recorder heard from the venue. */
    RECORDER,
    /** The archive of the venue itself. */
    VENUE
  }

  /**
   * Files of one kind, as {@code ingest --list} prints them.
   *
   * @param kind kind, or kinds that are named alike
   * @param names form of their names
   */
  public record Kind(String kind, String names) {}

  private final String name;
  private final Authority authority;
  private final List<Kind> kinds;

  /** Makes one, with the kinds of files that are read: each kind and the form of its names. */
  Vendor(String name, Authority authority, Kind... kinds) {
    this.name = name;
    this.authority = authority;
    this.kinds = List.of(kinds);
  }

  /** Returns the name on the command line. */
  public final String name() {
    return name;
  }

  /** Returns who speaks in the vendor's files. */
  public final Authority authority() {
    return authority;
  }

  /** Returns the kinds of files that are read. */
  public final List<Kind> kinds() {
    return kinds;
  }

  /**
   * Returns what the name, the folders and the options say of a file; nothing if it is none of this
   * vendor's supported kinds.
   *
   * @param register what is known of symbols
   * @throws io.treadmill.conf.UserError if it is one, but the venue, product or symbol is not known
   */
  public final Optional<SourceFile> detect(
      FileName file, IngestRequest request, Register register) {
    return look(new FileClues(name, file, request, register));
  }

  /** Says the same of the clues. */
  abstract Optional<SourceFile> look(FileClues clues);

  /**
   * Returns a new reader of one file.
   *
   * @param contracts the file, and what is known of the symbols of its rows
   */
  public abstract FileFormat format(FileContracts contracts);
}
