package io.treadmill.jobs.ingest.vendors;

import io.treadmill.jobs.ingest.format.Column;
import io.treadmill.jobs.ingest.format.CsvFormat;
import io.treadmill.jobs.ingest.format.CsvLine;
import io.treadmill.jobs.ingest.format.Header;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.lake.QualityFlag;
import io.treadmill.lake.RowBuffer;
import io.treadmill.market.contract.Contract.Terms;
import io.treadmill.market.contract.ContractKind;
import java.util.List;
import java.util.stream.Stream;

/**
 * Trades and aggTrades of Binance. A buyer who was the maker means that the taker sold. COIN-M
 * quantities are contracts. The quote column is not read: it was rounded in some years.
 */
final class BinanceTrades extends CsvFormat {
  private static final List<String> RAW =
      List.of("id", "price", "qty", "quote_qty", "time", "is_buyer_maker");
  private static final List<String> RAW_SPOT = ofSpot(RAW);
  private static final List<String> AGGREGATED =
      Header.layout(
          "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,"
              + "is_buyer_maker");
  private static final List<String> AGGREGATED_SPOT = ofSpot(AGGREGATED);

  private final boolean aggregated;
  private final Terms terms;
  private final boolean inverse;
  private final Column id;
  private final Column price = need("price", "p");
  private final Column quantity = need("quantity", "qty", "q");
  private final Column ts = need("time", "transact_time", "timestamp");
  private final Column buyerMaker = need("is_buyer_maker", "isbuyermaker", "buyer_maker", "m");

  private static List<String> ofSpot(List<String> columns) {
    return Stream.concat(columns.stream(), Stream.of("is_best_match")).toList();
  }

  BinanceTrades(SourceFile file, Terms terms) {
    this.aggregated = file.kind().equals("aggTrades");
    this.terms = terms;
    this.inverse = terms.kind() == ContractKind.INVERSE;
    this.id = aggregated ? need("agg_trade_id", "aggregate_tradeid", "a") : need("id", "trade_id");
  }

  @Override
  protected List<List<String>> layouts() {
    return aggregated ? List.of(AGGREGATED, AGGREGATED_SPOT) : List.of(RAW, RAW_SPOT);
  }

  @Override
  protected void record(CsvLine line, RecordSink sink) {
    RowBuffer row = sink.row(TradeRows.TRADES);
    double paid = price.positive(line);
    double size = quantity.positive(line);
    row.whole(TradeRows.TS, micros(line, ts));
    row.whole(TradeRows.TRADE_ID, id.whole(line));
    row.text(TradeRows.SIDE, buyerMaker.flag(line) ? "sell" : "buy");
    row.number(TradeRows.PRICE, paid);
    row.number(TradeRows.AMOUNT, terms.coins(size, paid));
    if (inverse) {
      row.number(TradeRows.CONTRACTS, size);
      sink.flag(QualityFlag.CONTRACT_SIZE_ASSUMED);
    }
    if (aggregated) {
      sink.flag(QualityFlag.AGGREGATED_TRADE);
    }
    sink.emit();
  }
}
