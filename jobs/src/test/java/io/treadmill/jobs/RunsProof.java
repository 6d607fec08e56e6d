package io.treadmill.jobs;

import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.DayInputs;
import io.treadmill.lake.Lake.Written;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.RunLedger;
import io.treadmill.lake.RunLedger.State;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.nio.charset.StandardCharsets;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One entry of the ledger, of a job that ended well, and one of a job that failed. */
public final class RunsProof implements ColumnProof {
  private static final Instant STARTED = Instant.parse("2026-03-05T01:00:00.5Z");
  private static final Instant FINISHED = Instant.parse("2026-03-05T01:02:03Z");
  private static final UtcDays DAYS =
      new UtcDays(LocalDate.of(2026, 3, 3), LocalDate.of(2026, 3, 4));

  @Override
  public LakeTable table() {
    return LakeTables.RUNS;
  }

  @Override
  public void prove(Proof proof) throws Exception {
    MemoryLake lake = new MemoryLake();
    RunLedger ledger = new RunLedger(lake);
    ledger.add(entry(State.DONE, null));
    ledger.add(entry(State.FAILED, "no such disk"));
    ledger.write();
    byte[] digest =
        MessageDigest.getInstance("SHA-256")
            .digest(
                "{2026-03-03={klines/a=1, trades/b=2}, 2026-03-04={}}"
                    .getBytes(StandardCharsets.UTF_8));
    proof
        .row(lake.rows(LakeTables.RUNS).get(0))
        .is("run_id", "run-7")
        .is("job", "bars")
        .is("state", "done")
        .is("from_day", LocalDate.of(2026, 3, 3))
        .is("to_day", LocalDate.of(2026, 3, 4))
        .is("selection", "binance, BTCUSDT,ETHUSDT")
        .is("inputs_hash", HexFormat.of().formatHex(digest).substring(0, 16))
        .is("inputs", "{\"2026-03-03\":{\"klines/a\":\"1\",\"trades/b\":\"2\"},\"2026-03-04\":{}}")
        .is("editions", "{\"coinglass BTC\":\"2026-02-28\"}")
        .is("configuration_hash", "c0ffee")
        // Classes that do not come from a jar have no version.
        .is("code_version", version())
        .is("tables", "[{\"table\":\"bars_1m\",\"rows\":1440,\"snapshotId\":77}]")
        .is("started_ts", STARTED)
        .is("finished_ts", FINISHED)
        .isNull("message");
    proof
        .row(lake.rows(LakeTables.RUNS).get(1))
        .is("state", "failed")
        .isNull("editions")
        .is("message", "no such disk");
  }

  private static RunLedger.Entry entry(State state, String message) {
    return new RunLedger.Entry(
        "run-7",
        "bars",
        state,
        DAYS,
        new Selection("binance", new TreeSet<>(List.of("ETHUSDT", "BTCUSDT"))),
        new DayInputs(
            new TreeMap<>(
                Map.of(
                    DAYS.from(),
                    new TreeMap<>(Map.of("trades/b", "2", "klines/a", "1")),
                    DAYS.to(),
                    new TreeMap<>()))),
        new TreeMap<>(
            message == null ? Map.of("coinglass BTC", "2026-02-28") : Map.<String, String>of()),
        "c0ffee",
        List.of(new Written("bars_1m", 1440, 77)),
        message,
        STARTED,
        FINISHED);
  }

  /** The version in the name of the jar that the ledger came from; loose classes have none. */
  private static String version() {
    CodeSource from = RunLedger.class.getProtectionDomain().getCodeSource();
    Matcher jar =
        Pattern.compile("treadmill-common-([^/]+)\\.jar$")
            .matcher(String.valueOf(from == null ? null : from.getLocation()));
    return jar.find() ? jar.group(1) : "development";
  }
}
