package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.FileFormat;
import io.treadmill.jobs.ingest.format.FileName;
import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.market.contract.Register;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/** One vendor's files: what a name says, and how the content is read. */
public interface Vendor extends Serializable {
  /** Who speaks in a file, from the one that gives way to the one that stands. */
  enum Authority {
    /** Files of any origin, and bars that somebody made. */
    ANYONE,
    /** Totals of an aggregator, which it corrects for months: the edition that reaches further. */
    AGGREGATOR,
    /** What a recorder heard from the venue. */
    RECORDER,
    /** The archive of the venue itself. */
    VENUE
  }

  /** Returns the name on the command line. */
  String name();

  /** Returns who speaks in the vendor's files. */
  Authority authority();

  /**
   * Files of one kind, as {@code ingest --list} prints them.
   *
   * @param kind kind, or kinds that are named alike
   * @param names form of their names
   */
  record Kind(String kind, String names) {}

  /** Returns the kinds of files that are read. */
  List<Kind> kinds();

  /** Returns true if a name that {@link #detect} takes is of no other vendor. */
  default boolean isToldByName() {
    return false;
  }

  /**
   * Returns what the name, the folders and the options say of a file; nothing if it is none of this
   * vendor's supported kinds.
   *
   * @param register what is known of symbols
   * @throws io.treadmill.conf.UserError if it is one, but the venue, product or symbol is not known
   */
  Optional<SourceFile> detect(FileName file, IngestRequest request, Register register);

  /**
   * Returns a new reader of one file.
   *
   * @param contracts what is known of the symbols of its rows
   */
  FileFormat format(SourceFile file, FileContracts contracts);
}
