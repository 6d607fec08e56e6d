package io.treadmill.jobs.report;

import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The instruments of many rows: the name of each is checked once and not for each row. */
final class InstrumentNames {
  private final Map<List<String>, Instrument> known = new HashMap<>();

  Instrument of(String venue, String product, String symbol) {
    return known.computeIfAbsent(
        List.of(venue, product, symbol),
        name -> new Instrument(venue, Product.of(product), symbol));
  }
}
