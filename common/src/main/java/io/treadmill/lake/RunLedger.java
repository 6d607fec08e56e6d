package io.treadmill.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.treadmill.lake.Lake.Written;
import io.treadmill.market.UtcDays;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/** Writes and reads the table {@code runs}. */
public final class RunLedger {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SparkSession spark;
  private final Lake lake;

  /** Makes the ledger of a lake. */
  public RunLedger(SparkSession spark, Lake lake) {
    this.spark = spark;
    this.lake = lake;
  }

  /**
   * One ending of a job.
   *
   * @param runId id of the run
   * @param job name of the job
   * @param state done, unchanged or failed
   * @param days days computed
   * @param selection venue and symbols
   * @param inputs name of each input, its hash
   * @param configurationHash hash of the settings that decide results
   * @param written tables with rows and snapshots
   * @param message what went wrong, or null
   * @param started start
   * @param finished end
   */
  public record Entry(
      String runId,
      String job,
      String state,
      UtcDays days,
      Selection selection,
      SortedMap<String, String> inputs,
      String configurationHash,
      List<Written> written,
      String message,
      Instant started,
      Instant finished) {}

  /** Adds one row. */
  public void add(Entry entry) {
    Row row =
        RowFactory.create(
            entry.runId(),
            entry.job(),
            entry.state(),
            entry.days() == null ? null : Date.valueOf(entry.days().from()),
            entry.days() == null ? null : Date.valueOf(entry.days().to()),
            entry.selection().toString(),
            hash(entry.inputs().toString()),
            json(entry.inputs()),
            entry.configurationHash(),
            codeVersion(),
            json(entry.written()),
            entry.message(),
            Timestamp.from(entry.started()),
            Timestamp.from(entry.finished()));
    lake.append(
        LakeTables.RUNS, spark.createDataFrame(List.of(row), LakeTables.RUNS.schema()).coalesce(1));
  }

  /**
   * What a job used so far.
   *
   * @param hashes name of each input, the hash it had when it was last used
   * @param days all days computed
   */
  public record Inputs(SortedMap<String, String> hashes, UtcDays days) {}

  /**
   * Returns what a job used with success for the same settings and instruments; empty if it never
   * ran.
   */
  public Optional<Inputs> lastInputs(String job, String configurationHash, Selection selection) {
    List<Row> rows =
        lake.read(LakeTables.RUNS)
            .where(
                functions
                    .col("job")
                    .equalTo(job)
                    .and(functions.col("state").equalTo("done"))
                    .and(functions.col("selection").equalTo(selection.toString()))
                    .and(functions.col("configuration_hash").equalTo(configurationHash)))
            .orderBy("finished_ts")
            .select("inputs", "from_day", "to_day")
            .collectAsList();
    SortedMap<String, String> hashes = new TreeMap<>();
    rows.forEach(row -> hashes.putAll(parse(row.getString(0))));
    return rows.stream()
        .map(row -> new UtcDays(row.getDate(1).toLocalDate(), row.getDate(2).toLocalDate()))
        .reduce(
            (a, b) ->
                new UtcDays(
                    a.from().isBefore(b.from()) ? a.from() : b.from(),
                    a.to().isAfter(b.to()) ? a.to() : b.to()))
        .map(days -> new Inputs(hashes, days));
  }

  /** Returns the version of this build. */
  public static String codeVersion() {
    String version = RunLedger.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  /** Returns the first 16 hex digits of the sha256 of a text. */
  public static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> parse(String json) {
    try {
      return JSON.readValue(json, new TypeReference<TreeMap<String, String>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Invalid inputs in the ledger: " + json, e);
    }
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
