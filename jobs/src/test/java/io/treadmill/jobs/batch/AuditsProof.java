package io.treadmill.jobs.batch;

import io.treadmill.jobs.batch.Audits.Result;
import io.treadmill.jobs.batch.Audits.Verdict;
import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.Audited;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.UtcDays;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/** A sum that was accepted, and a rule that rows without days keep. */
public final class AuditsProof implements ColumnProof {
  private static final Instant AT = Instant.parse("2026-03-05T01:02:03Z");

  @Override
  public LakeTable table() {
    return LakeTables.AUDITS;
  }

  @Override
  public void prove(Proof proof) {
    UtcDays days = new UtcDays(LocalDate.of(2026, 3, 3), LocalDate.of(2026, 3, 4));
    Audited drift =
        new Audited(
            "bars_5m",
            "drift of base_volume within 100",
            Audited.Kind.DRIFT,
            days,
            12,
            2,
            7.5,
            900.0,
            List.of("a: 900, expected 7.5", "b: 1000, expected 8"));
    proof
        .row(Audits.ROWS.row(new Result("run-7", drift, "error", Verdict.ACCEPTED, "a crash", AT)))
        .is("run_id", "run-7")
        .is("table_name", "bars_5m")
        .is("rule", "drift of base_volume within 100")
        .is("severity", "error")
        .is("from_day", LocalDate.of(2026, 3, 3))
        .is("to_day", LocalDate.of(2026, 3, 4))
        .is("rows_audited", 12L)
        .is("rows_failing", 2L)
        .is("expected", 7.5)
        .is("actual", 900.0)
        .is("examples", "a: 900, expected 7.5\nb: 1000, expected 8")
        .is("verdict", "accepted")
        .is("reason", "a crash")
        .is("audited_ts", AT);
    Audited holds =
        new Audited(
            "leverage_law",
            "0 <= weight",
            Audited.Kind.ROWS,
            null,
            5,
            0,
            Double.NaN,
            Double.NaN,
            List.of());
    proof
        .row(Audits.ROWS.row(new Result("run-8", holds, "error", Verdict.PASSED, null, AT)))
        .is("verdict", "passed")
        .isNull("from_day")
        .isNull("to_day")
        .isNull("expected")
        .isNull("actual")
        .isNull("examples")
        .isNull("reason");
  }
}
