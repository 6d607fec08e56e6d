package io.treadmill.jobs.fetch.vendors;

import java.io.IOException;

/** Reads what an interface answered with status 200: some put errors and emptiness there. */
@FunctionalInterface
public interface Answer {
  /** An answer that is no data. */
  final class NoData extends IOException {
    private static final long serialVersionUID = 1L;

    /** What to do with it. */
    public enum Kind {
      /** Ask again later. */
      BUSY,
      /** The key or its plan does not allow it. */
      REFUSED,
      /** There is nothing. */
      NOTHING
    }

    private final Kind kind;

    /** Makes the ending of an answer. */
    public NoData(Kind kind, String message) {
      super(message);
      this.kind = kind;
    }

    /** Returns what to do. */
    public Kind kind() {
      return kind;
    }
  }

  /**
   * Returns the bytes to save.
   *
   * @throws NoData if it holds none
   * @throws IOException if it is not what the vendor documents
   */
  byte[] accept(byte[] answer) throws IOException;
}
