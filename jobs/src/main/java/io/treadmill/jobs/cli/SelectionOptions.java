package io.treadmill.jobs.cli;

import io.treadmill.lake.Selection;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** The instruments of a run. */
public final class SelectionOptions {
  @Option(names = "--venue", paramLabel = "V", description = "Only this venue.")
  private String venue;

  @Option(
      names = "--symbols",
      split = ",",
      paramLabel = "A",
      description = "Only these symbols, separated by commas.")
  private List<String> symbols = new ArrayList<>();

  /** Returns the selection; all instruments if nothing was said. */
  public Selection selection() {
    return new Selection(venue, new TreeSet<>(symbols));
  }
}
