package io.treadmill.jobs.ingest;

import static io.treadmill.jobs.ingest.VendorFiles.gzip;
import static io.treadmill.jobs.ingest.VendorFiles.rows;
import static io.treadmill.jobs.ingest.VendorFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.treadmill.lake.ArchiveDataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Daily trades of BitMEX, all symbols in one file, and CSVs of its tables. */
class BitmexFilesTest {
  private static final String HEADER =
      "timestamp,symbol,side,size,price,tickDirection,trdMatchID,grossValue,homeNotional,"
          + "foreignNotional,trdType\n";

  @TempDir Path folder;

  private static String trade(String rest) {
    return "2026-06-12D00:00:01.000001999," + rest + "\n";
  }

  /**
   * 100 contracts of XBTUSD are 100 USD, 1,000 of XBTUSDT are .001 coins, 100,000,000 satoshi of
   * spot are a coin; ETHUSD is paid in XBT: its coins hang on another price.
   */
  @Test
  void oneFileHoldsInverseLinearSpotAndQuantoContracts() throws IOException {
    StagedFile file =
        VendorFiles.stage(
            "bitmex",
            write(
                folder,
                "20260612.csv.gz",
                gzip(
                    HEADER
                        + trade("XBTUSD,Buy,100,50000,PlusTick,uid-1,200000,0.00199,100,Regular")
                        + trade("XBTM26,Sell,200,50000,MinusTick,uid-2,400000,0.004,200,Regular")
                        + trade("XBTUSDT,Sell,1000,50000,MinusTick,uid-3,50000000,0.001,50,Regular")
                        + trade("XBT_USDT,Buy,50000000,50000,PlusTick,uid-4,1,0.5,25000,Regular")
                        + trade("ETHUSD,Buy,10,2500,PlusTick,uid-5,1,1,1,Regular")
                        + trade("NEWUSDT,Buy,10,2500,PlusTick,uid-6,1,1,1,Regular")
                        + trade("XBTUSD,Buy,100,50000,PlusTick,uid-7,1,1,1,Settlement")
                        + trade(".BXBT,Buy,0,50000,PlusTick,,,,,Referential"))));
    assertThat(file.refusal()).isNull();
    assertThat(file.quarantined())
        .isEqualTo(new TreeMap<>(Map.of("unknown_contract", 3L, "not_a_trade", 1L)));
    assertThat(file.file().product()).isNull();
    assertThat(
            rows(
                file,
                ArchiveDataset.TRADES,
                "concat_ws(' ', product, symbol, unix_micros(ts) - 1781222400000000, trade_uid,"
                    + " side, price, round(amount, 12), contracts)"))
        .containsExactlyInAnyOrder(
            "inverse_perp XBTUSD 1000001 uid-1 buy 50000.0 0.002 100.0",
            "inverse_future XBTM26 1000001 uid-2 sell 50000.0 0.004 200.0",
            "linear_perp XBTUSDT 1000001 uid-3 sell 50000.0 0.001 1000.0",
            "spot XBT_USDT 1000001 uid-4 buy 50000.0 0.5 5.0E7");
  }

  @Test
  void aDayWithoutTradesIsQuiet() throws IOException {
    StagedFile file = VendorFiles.stage("bitmex", write(folder, "20260612.csv.gz", gzip(HEADER)));
    assertThat(file.refusal()).isNull();
    assertThat(file.rowsRead()).isZero();
  }

  /** A buy order closed a short; an order that is told again is counted once. */
  @Test
  void liquidationOrdersAreThoseOfTheVenue() throws IOException {
    StagedFile file =
        VendorFiles.stage(
            "bitmex",
            write(
                folder,
                "liquidation_2026-06-12.csv",
                "timestamp,orderID,symbol,side,price,leavesQty\n"
                    + "2026-06-12T00:00:01.500Z,o-1,XBTUSD,Buy,50000,10000\n"
                    + "2026-06-12T00:00:02.500Z,o-1,XBTUSD,Buy,50000,4000\n"
                    + "2026-06-12T00:00:03.500Z,o-2,XBTUSDT,Sell,40000,5000000\n"));
    assertThat(file.refusal()).isNull();
    assertThat(file.rowsDuplicate()).isEqualTo(1);
    assertThat(
            rows(
                file,
                ArchiveDataset.LIQUIDATIONS,
                "concat_ws(' ', product, unix_millis(ts) - 1781222400000, event_id,"
                    + " liquidated_side, price, price_kind, round(amount, 12), contracts,"
                    + " round(notional_usd, 9))"))
        .containsExactly(
            "inverse_perp 1500 o-1 short 50000.0 order_limit 0.2 10000.0 10000.0",
            "linear_perp 3500 o-2 long 40000.0 order_limit 5.0 5000000.0 200000.0");
  }

  @Test
  void theInstrumentTableGivesOpenInterestAndPricesThatChanged() throws IOException {
    StagedFile file =
        VendorFiles.stage(
            "bitmex",
            write(
                folder,
                "instrument-2026-06-12.csv",
                "timestamp,symbol,openInterest,markPrice,indicativeSettlePrice\n"
                    + "2026-06-12T00:00:00.000Z,XBTUSD,1000000,50000,50001\n"
                    + "2026-06-12T00:00:05.000Z,XBTUSD,1000000,50010,\n"
                    + "2026-06-12T00:00:10.000Z,XBTUSDT,3000000,50000,50002\n"
                    + "2026-06-12T00:00:15.000Z,XBTUSD,1000500,50010,50001\n"));
    assertThat(file.refusal()).isNull();
    assertThat(
            rows(
                file,
                ArchiveDataset.OPEN_INTEREST,
                "concat_ws(' ', symbol, unix_seconds(ts) - 1781222400, open_interest_contracts,"
                    + " round(open_interest_base, 9), round(open_interest_usd, 6))"))
        .containsExactly(
            "XBTUSD 0 1000000.0 1000000.0",
            "XBTUSDT 10 3000000.0 3.0 150000.0",
            "XBTUSD 15 1000500.0 1000500.0");
    assertThat(
            rows(
                file,
                ArchiveDataset.MARK_INDEX,
                "concat_ws(' ', symbol, unix_seconds(ts) - 1781222400, mark_close, index_close)"))
        .containsExactly(
            "XBTUSD 0 50000.0 50001.0", "XBTUSD 5 50010.0 50001.0", "XBTUSDT 10 50000.0 50002.0");
  }

  @Test
  void quotesAreOfNoKindThatIsRead() throws IOException {
    StagedFile file =
        VendorFiles.stage(
            "bitmex",
            write(
                folder,
                "20260612.csv",
                "timestamp,symbol,bidSize,bidPrice,askPrice,askSize\n"
                    + "2026-06-12D00:00:01.0,XBTUSD,1,2,3,4\n"));
    assertThat(file.refusal()).contains("no column side");
  }
}
