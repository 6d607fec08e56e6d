package io.treadmill.jobs.report;

import io.treadmill.lake.NamedRow;
import io.treadmill.market.Instrument;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The instruments of many rows: the name of each is checked once and not for each row. */
final class InstrumentNames {
  private final Map<List<String>, Instrument> known = new HashMap<>();

  Instrument of(NamedRow row) {
    return known.computeIfAbsent(
        List.of(row.text("venue"), row.text("product"), row.text("symbol")),
        name -> row.instrument());
  }
}
