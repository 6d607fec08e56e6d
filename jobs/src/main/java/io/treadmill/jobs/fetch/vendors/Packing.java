package io.treadmill.jobs.fetch.vendors;

/** What the bytes of a file are, so that they can be read to the end. */
public enum Packing {
  /** A zip with one file. */
  ZIP,
  /** Gzip. */
  GZIP,
  /** LZ4 frames. */
  LZ4,
  /** A JSON document. */
  JSON
}
