package io.treadmill.jobs.fetch;

/** What became of a file. */
public enum Outcome {
  /** It was brought, checked, and lies under its name. */
  FETCHED("fetched"),
  /** It was here, checked before. */
  PRESENT("already here"),
  /** It is not there, and not due yet. */
  NOT_YET("not published yet"),
  /** It is not there and should be: removed, or it never was. */
  GONE("gone or never there"),
  /** The host does not give it. */
  REFUSED("refused"),
  /** It could not be had, or is not what the vendor says it is. */
  FAILED("failed");

  private final String text;

  Outcome(String text) {
    this.text = text;
  }

  /** Returns the words of the summary. */
  public String text() {
    return text;
  }
}
