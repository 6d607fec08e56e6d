package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.Header;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.lake.ArchiveDataset;
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
  private static final ArchiveDataset TRADES = ArchiveDataset.TRADES;
  private static final int TS = TRADES.index("ts");
  private static final int TRADE_ID = TRADES.index("trade_id");
  private static final int TRADE_UID = TRADES.index("trade_uid");
  private static final int SEQUENCE = TRADES.index("sequence");
  private static final int SIDE = TRADES.index("side");
  private static final int PRICE = TRADES.index("price");
  private static final int AMOUNT = TRADES.index("amount");
  private static final int CONTRACTS = TRADES.index("contracts");
  private static final int FIRST_LINES = 100;

  private final SourceFile file;
  private final FileContracts contracts;
  private final Set<Product> ofNamed;
  private final Set<Product> ofUnnamed;
  private final List<List<String>> layouts;
  private int ts;
  private int symbol;
  private int side;
  private int price;
  private int size;
  private int id;
  private int type;
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
      SourceFile file,
      FileContracts contracts,
      Set<Product> ofNamed,
      Set<Product> ofUnnamed,
      List<List<String>> layouts) {
    this.file = file;
    this.contracts = contracts;
    this.ofNamed = ofNamed;
    this.ofUnnamed = ofUnnamed;
    this.layouts = layouts;
  }

  @Override
  protected List<List<String>> layouts() {
    return layouts;
  }

  /** Names in two languages, as {@code size/..}, are known by the first. */
  @Override
  protected void columns(Header stated) {
    Header header =
        new Header(stated.names().stream().map(name -> name.replaceFirst("/.*", "")).toList());
    ts = header.need("timestamp", "created_time");
    symbol = header.find("symbol", "instrument_name");
    side = header.need("side");
    price = header.need("price");
    size = header.need("size", "volume");
    id = header.find("trdmatchid", "trade_id", "id");
    type = header.find("trdtype");
  }

  @Override
  protected int lookAhead() {
    return FIRST_LINES;
  }

  @Override
  protected void look(CsvLine first) {
    lastLook = time().micros(first, ts, "timestamp");
    firstLook = firstLook == 0 ? lastLook : firstLook;
  }

  @Override
  protected void looked() {
    isNewestFirst = lastLook < firstLook;
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    long stamp = time().micros(line, ts, "timestamp");
    Contract contract = contract(line, stamp);
    if (type >= 0 && (line.is(type, "referential") || line.is(type, "settlement"))) {
      throw new BadRow("not_a_trade", "trdType " + line.text(type) + " (a price, no trade)");
    }
    double paid = line.positive(price, "price");
    double amount = line.positive(size, "size");
    RowBuffer row = sink.row(TRADES);
    FileContracts.name(row, contract);
    row.whole(TS, stamp);
    addId(line, row);
    row.text(SIDE, side(line));
    row.number(PRICE, paid);
    row.number(AMOUNT, contract.terms().coins(amount, paid));
    double count = contract.terms().contracts(amount, paid);
    if (!Double.isNaN(count)) {
      row.number(CONTRACTS, count);
    }
    if (isNewestFirst) {
      row.whole(SEQUENCE, --fromEnd);
    }
    if (file.kind().equals("aggTrades")) {
      sink.flag(QualityFlag.AGGREGATED_TRADE);
    }
    sink.emit();
  }

  private Contract contract(CsvLine line, long stamp) {
    if (symbol < 0) {
      if (file.symbol() == null) {
        throw new BadRow("no_symbol", "neither the row nor the name of the file says the symbol");
      }
      return contracts.of(file.symbol(), ofUnnamed, stamp);
    }
    if (file.symbol() != null) {
      line.requireSymbol(symbol, file.symbol());
    }
    lastSymbol = line.text(symbol, lastSymbol);
    return contracts.of(lastSymbol, ofNamed, stamp);
  }

  private String side(CsvLine line) {
    if (line.is(side, "buy")) {
      return "buy";
    }
    if (line.is(side, "sell")) {
      return "sell";
    }
    throw line.notA("side", side, "side");
  }

  private void addId(CsvLine line, RowBuffer row) {
    if (line.isEmpty(id)) {
      return;
    }
    try {
      row.whole(TRADE_ID, line.whole(id, "id"));
    } catch (BadRow e) {
      row.text(TRADE_UID, line.text(id));
    }
  }
}
