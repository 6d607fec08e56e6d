package io.treadmill.jobs.ingest.vendors;

import com.fasterxml.jackson.databind.JsonNode;
import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.JsonFormat;
import io.treadmill.jobs.ingest.format.JsonRecord;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.RefusedFile;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.AmountUnit;
import io.treadmill.market.contract.Contract;
import io.treadmill.market.contract.Contract.Terms;
import io.treadmill.market.contract.ContractKind;

/**
 * One answer of Coinalyze, read symbol by symbol. Amounts are in the unit of the market, coins or
 * USD if inverse, unless the answer was asked for in USD, which its name or {@code --amount-unit}
 * says.
 */
final class CoinalyzeHistory extends JsonFormat {
  private static final ArchiveDataset TOTALS = ArchiveDataset.LIQUIDATION_BARS;
  private static final ArchiveDataset KLINES = ArchiveDataset.KLINES;
  private static final int DAY_SECONDS = 86_400;

  private final SourceFile file;
  private final FileContracts contracts;
  private final String kind;
  private final boolean isUsd;
  private int intervalSeconds;
  private int symbols;

  CoinalyzeHistory(FileContracts contracts) {
    String[] named = contracts.file().kind().split(":", -1);
    this.file = contracts.file();
    this.contracts = contracts;
    this.kind = named[0];
    this.intervalSeconds = named[1].isEmpty() ? 0 : Intervals.seconds(named[1]);
    this.isUsd = named[2].equals("usd");
  }

  @Override
  protected void message(JsonNode of, RecordSink sink) {
    if (!of.has("symbol") || !of.path("history").isArray()) {
      throw new RefusedFile(what(of));
    }
    symbol(of.get("symbol").asText(), of.get("history"), sink);
    symbols++;
  }

  @Override
  protected void finish(RecordSink sink) {
    if (symbols == 0) {
      throw new RefusedFile("no symbol in the answer (a wrong symbol is answered so too)");
    }
  }

  private static String what(JsonNode root) {
    if (root.isArray()) {
      return "a list of bars as freqtrade and ccxt keep them, not of Coinalyze";
    }
    if (root.has("data") && root.has("code")) {
      return "it is an answer of CoinGlass: import it with `ingest coinglass`";
    }
    return root.has("message")
        ? "it is an error: " + root.get("message").asText()
        : "an entry without symbol and history: not an answer of Coinalyze";
  }

  private void symbol(String theirs, JsonNode history, RecordSink sink) {
    if (history.isEmpty()) {
      return;
    }
    String found = kind(theirs, history.get(0));
    int seconds = intervalSeconds == 0 ? shortestStep(theirs, history) : intervalSeconds;
    Contract contract = null;
    BadRow unknown = null;
    try {
      contract = contract(theirs, history.get(0));
    } catch (BadRow e) {
      unknown = e;
    }
    Contract known = contract;
    BadRow why = unknown;
    each(
        history,
        sink,
        entry -> {
          if (why != null) {
            throw why;
          }
          bar(found, known, seconds, entry, sink);
        });
  }

  /** Returns the kind of a history: as the name says, and as the fields must be. */
  private String kind(String theirs, JsonNode bar) {
    boolean isTotal = bar.has("l") && bar.has("s");
    boolean isBars = bar.has("v") && bar.has("o");
    if (kind.equals(Coinalyze.LIQUIDATIONS) || kind.equals(Coinalyze.UNNAMED)) {
      if (!isTotal) {
        throw new RefusedFile(
            ("%s has %s: bars, open interest or funding; name the file SYMBOL-KIND-INTERVAL.json"
                    + " with ohlcv-history, open-interest-history or funding-rate-history")
                .formatted(theirs, bar));
      }
      return Coinalyze.LIQUIDATIONS;
    }
    if (isTotal && !bar.has("o") || isBars != kind.equals(Coinalyze.BARS) || !bar.has("c")) {
      throw new RefusedFile("%s has %s: no %s as the name says".formatted(theirs, bar, kind));
    }
    return kind;
  }

  /** Bars without any liquidation are left out, so the shortest step is the interval. */
  private static int shortestStep(String theirs, JsonNode history) {
    long shortest = Long.MAX_VALUE;
    for (int i = 1; i < history.size(); i++) {
      long step =
          Math.abs(history.get(i).path("t").asLong() - history.get(i - 1).path("t").asLong());
      shortest = step == 0 ? shortest : Math.min(shortest, step);
    }
    if (shortest > DAY_SECONDS || DAY_SECONDS % shortest != 0) {
      throw new RefusedFile(
          "the bars of %s do not tell their interval (name the file SYMBOL-KIND-1h.json)"
              .formatted(theirs));
    }
    return (int) shortest;
  }

  private Contract contract(String theirs, JsonNode first) {
    CoinalyzeMarket market = CoinalyzeMarket.of(theirs);
    file.requireSymbol(market.symbol(), theirs);
    boolean isTotal = file.venue().equals(file.vendor());
    if (!isTotal) {
      file.requireVenue(market.venue(), "symbol " + theirs);
    }
    long micros = JsonRecord.of(first, time()).micros("t");
    FileContracts there = contracts.at(market.venue());
    ContractKind ofMarket = there.of(market.symbol(), market.among(), micros).terms().kind();
    boolean inUsd = isUsd || ofMarket == ContractKind.INVERSE;
    return there
        .assuming(null, inUsd ? AmountUnit.QUOTE : AmountUnit.BASE)
        .of(market.symbol(), market.among(), micros);
  }

  private void bar(String found, Contract contract, int seconds, JsonRecord bar, RecordSink sink) {
    long start = bar.micros("t");
    Bars.checkTime(sink, start, seconds);
    switch (found) {
      case Coinalyze.LIQUIDATIONS -> total(contract, start, seconds, bar, sink);
      case Coinalyze.OPEN_INTEREST ->
          Snapshots.interestAtEnd(sink, contract, start, seconds, bar.number("c"));
      case Coinalyze.FUNDING ->
          FundingRows.percentAtEnd(sink, contract, start, seconds, bar.number("c"));
      default -> kline(contract, start, seconds, bar, sink);
    }
  }

  private static void total(
      Contract contract, long start, int seconds, JsonRecord bar, RecordSink sink) {
    double longs = bar.notNegative("l");
    double shorts = bar.notNegative("s");
    RowBuffer row = sink.row(TOTALS);
    FileContracts.name(row, contract);
    row.whole(TOTALS.index("ts"), start);
    row.whole(TOTALS.index("interval_seconds"), seconds);
    row.text(TOTALS.index("scope"), "pair");
    row.text(TOTALS.index("venue_set"), contract.venue());
    amount(row, contract.terms(), longs, "long");
    amount(row, contract.terms(), shorts, "short");
    sink.emit();
    if (row.isNull(TOTALS.index("long_usd")) || row.isNull(TOTALS.index("short_usd"))) {
      sink.note(
          "totals in coins are kept as coins; `realised` puts the price of the market's own bars"
              + " on them and leaves out those without bars: ask Coinalyze with"
              + " convert_to_usd=true, as `fetch` does, and say so by -usd in the name or"
              + " --amount-unit quote");
    }
  }

  private static void amount(RowBuffer row, Terms terms, double amount, String side) {
    if (amount == 0) {
      row.number(TOTALS.index(side + "_usd"), 0);
      row.number(TOTALS.index(side + "_base"), 0);
      return;
    }
    row.numberIfAny(TOTALS.index(side + "_usd"), terms.quote(amount, Double.NaN));
    row.numberIfAny(TOTALS.index(side + "_base"), terms.coins(amount, Double.NaN));
  }

  private static void kline(
      Contract contract, long start, int seconds, JsonRecord bar, RecordSink sink) {
    double[] prices = Bars.prices(bar, Bars.LETTERS);
    double volume = bar.notNegative("v");
    Terms terms = contract.terms();
    RowBuffer row = Bars.fill(sink, start, seconds, prices);
    FileContracts.name(row, contract);
    row.number(KLINES.index("base_volume"), terms.coins(volume, prices[3]));
    if (terms.amounts() == AmountUnit.QUOTE) {
      row.number(KLINES.index("quote_volume"), volume);
    }
    if (bar.has("bv")) {
      double bought = bar.notNegative("bv");
      row.number(KLINES.index("taker_buy_base_volume"), terms.coins(bought, prices[3]));
    }
    if (bar.has("tx")) {
      row.whole(KLINES.index("trade_count"), (long) bar.notNegative("tx"));
    }
    sink.emit();
  }
}
