package io.treadmill.jobs.batch;

import io.treadmill.conf.Settings;
import io.treadmill.conf.SettingsFile;
import io.treadmill.jobs.MemoryLake;
import io.treadmill.jobs.columns.ColumnProof;
import io.treadmill.jobs.columns.Proof;
import io.treadmill.lake.LakeTable;
import io.treadmill.lake.LakeTables;
import java.time.Instant;
import java.util.Map;
import org.apache.spark.sql.Row;

/** The row of one setting of a run. */
public final class RunSettingsProof implements ColumnProof {
  @Override
  public LakeTable table() {
    return LakeTables.RUN_SETTINGS;
  }

  @Override
  public void prove(Proof proof) {
    MemoryLake lake = new MemoryLake();
    Settings settings = SettingsFile.load(null, Map.of("heatmap.step-bp", "70")).settings();
    Instant began = Instant.parse("2026-03-05T01:00:00.5Z");
    SettingsOfRuns.keep(lake, settings, "run-7", began);
    int setting = table().schema().fieldIndex("setting");
    Row row =
        lake.rows(LakeTables.RUN_SETTINGS).stream()
            .filter(of -> of.get(setting).equals("heatmap.step-bp"))
            .findFirst()
            .orElseThrow();
    proof
        .row(row)
        .is("configuration_hash", SettingsOfRuns.hash(settings))
        .is("setting", "heatmap.step-bp")
        .is("value", "70")
        .is("run_id", "run-7")
        .is("first_ts", began);
  }
}
