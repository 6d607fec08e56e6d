package io.treadmill.jobs.ingest.format;

import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.QualityFlag;
import io.treadmill.lake.RowBuffer;

/**
 * Takes the records of a file. A record is begun, emits rows, and ends; one that breaks a rule is
 * set aside instead: what it emitted before stays, where a record tells several things. A record
 * that ends without a row repeats what is known: a duplicate.
 */
public interface RecordSink {
  /** Tells the name of the zip entry that is read next. */
  void entry(String name);

  /** Tells the header line, or {@code none}. */
  void header(String line);

  /** Tells the units of the stamps, joined by +. */
  void timeUnits(String units);

  /** Tells a fact of the file that its user should know: a sentence that other files may share. */
  void note(String fact);

  /** Starts the record of a line. */
  void begin(long line);

  /** Ends the record. */
  void end();

  /** Puts the record in quarantine. */
  void setAside(BadRow why, String raw);

  /** Returns an empty row of a dataset with the instrument of the file filled in. */
  RowBuffer row(ArchiveDataset dataset);

  /** Returns the row in work. */
  RowBuffer row();

  /**
   * Checks that a bar was over at the time of the run.
   *
   * @throws BadRow if it was still forming
   */
  void checkEnded(long endMicros);

  /** Sets a quality flag of the row in work. */
  void flag(QualityFlag flag);

  /**
   * Emits the row in work.
   *
   * @throws BadRow if its time is outside the days of the file, or its price or amount not positive
   */
  void emit();
}
