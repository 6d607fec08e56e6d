package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.Column;
import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.lake.QualityFlag;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.Product;
import io.treadmill.market.contract.Contract;
import java.util.List;
import java.util.Set;

/**
 * Trades as Bybit, OKX and BitMEX publish them: the side is the taker's, the size is in the unit of
 * the contract, the symbol stands in the row or is that of the file. Coins come from size and
 * price: the columns of notional are rounded. Fills of one instant keep their order in a file with
 * the newest first, too.
 */
final class VenueTrades extends CsvFormat {
  private static final int FIRST_LINES = 100;

  private final FileContracts contracts;
  private final Set<Product> ofNamed;
  private final Set<Product> ofUnnamed;
  private final List<List<String>> layouts;
  private final Column ts = need("timestamp", "created_time");
  private final Column symbol = find("symbol", "instrument_name");
  private final Column side = need("side");
  private final Column price = need("price");
  private final Column size = need("size", "volume");
  private final Column id = find("trdmatchid", "trade_id", "id");
  private final Column type = find("trdtype");
  private String lastSymbol;
  private long firstLook;
  private long lastLook;
  private boolean isNewestFirst;
  private long fromEnd;

  /**
   * Makes one.
   *
   * @param ofNamed products of a row that names its symbol; empty = all
   * @param ofUnnamed products of a row of a file that does not
   * @param layouts columns of files without a header
   */
  VenueTrades(
      FileContracts contracts,
      Set<Product> ofNamed,
      Set<Product> ofUnnamed,
      List<List<String>> layouts) {
    this.contracts = contracts;
    this.ofNamed = ofNamed;
    this.ofUnnamed = ofUnnamed;
    this.layouts = layouts;
  }

  @Override
  protected List<List<String>> layouts() {
    return layouts;
  }

  @Override
  protected int lookAhead() {
    return FIRST_LINES;
  }

  @Override
  protected void look(CsvLine first) {
    lastLook = micros(first, ts);
    firstLook = firstLook == 0 ? lastLook : firstLook;
  }

  @Override
  protected void looked() {
    isNewestFirst = lastLook < firstLook;
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    long stamp = micros(line, ts);
    Contract contract = contract(line, stamp);
    if (type.isThere() && (type.is(line, "referential") || type.is(line, "settlement"))) {
      throw new BadRow("not_a_trade", "trdType " + type.text(line) + " (a price, no trade)");
    }
    double paid = price.positive(line);
    double amount = size.positive(line);
    String aggressor = side.isBuy(line) ? "buy" : "sell";
    RowBuffer row = TradeRows.fill(sink, contract, stamp, aggressor, paid, amount);
    TradeRows.id(row, id, line);
    if (isNewestFirst) {
      row.whole(TradeRows.SEQUENCE, --fromEnd);
    }
    if (contracts.file().kind().equals("aggTrades")) {
      sink.flag(QualityFlag.AGGREGATED_TRADE);
    }
    sink.emit();
  }

  private Contract contract(CsvLine line, long stamp) {
    if (!symbol.isThere()) {
      if (contracts.file().symbol() == null) {
        throw new BadRow("no_symbol", "neither the row nor the name of the file says the symbol");
      }
      return contracts.of(contracts.file().symbol(), ofUnnamed, stamp);
    }
    symbol.requireSymbol(line, contracts.file().symbol());
    lastSymbol = symbol.text(line, lastSymbol);
    return contracts.of(lastSymbol, ofNamed, stamp);
  }
}
