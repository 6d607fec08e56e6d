package io.treadmill.jobs.report;

import static org.apache.spark.sql.functions.col;

import io.treadmill.book.Score;
import io.treadmill.book.models.Models;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.lake.LakeTables;
import io.treadmill.market.Instrument;
import java.sql.Date;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** Reads the scores of the last day of a report that has any. */
final class ScoreReader {

  private final RunContext run;

  ScoreReader(RunContext run) {
    this.run = run;
  }

  /** Returns the scorecard of each instrument that has scores in the days of the report. */
  Map<Instrument, Scorecard> read() {
    Map<Instrument, Date> last = new TreeMap<>();
    Map<Instrument, List<Row>> scores = new HashMap<>();
    List<Row> rows =
        run.lake()
            .read(LakeTables.HEATMAP_SCORE, run.days(), run.selection())
            .where(col("model").equalTo(Models.BOOK))
            .orderBy("horizon", "baseline")
            .collectAsList();
    for (Row row : rows) {
      last.merge(SeriesReader.instrument(row), row.getDate(3), (a, b) -> a.after(b) ? a : b);
    }
    for (Row row : rows) {
      Instrument instrument = SeriesReader.instrument(row);
      if (row.getDate(3).equals(last.get(instrument))) {
        scores.computeIfAbsent(instrument, key -> new ArrayList<>()).add(row);
      }
    }
    Map<Instrument, List<Scorecard.Decile>> deciles = deciles(last);
    Map<Instrument, String> origins = origins(last);
    Map<Instrument, Scorecard> result = new TreeMap<>();
    scores.forEach(
        (instrument, all) -> {
          Scorecard card =
              Scorecard.of(
                  last.get(instrument).toString(),
                  all.stream().map(ScoreReader::skill).toList(),
                  deciles.getOrDefault(instrument, List.of()),
                  all.get(0).getString(all.get(0).fieldIndex("print_scope")),
                  origins.getOrDefault(instrument, "prior"));
          Optional<String> location =
              all.stream().map(ScoreReader::location).flatMap(Optional::stream).findFirst();
          result.put(instrument, location.map(card::with).orElse(card));
        });
    return result;
  }

  /** Says whether the map knows where in the path prints fall, where their prices are known. */
  private static Optional<String> location(Row row) {
    boolean headline =
        row.getString(row.fieldIndex("horizon")).equals("path_1h")
            && row.getString(row.fieldIndex("baseline")).equals(Models.FINE_FRESHNESS);
    int prints = row.fieldIndex("location_prints");
    if (!headline || row.isNullAt(prints)) {
      return Optional.empty();
    }
    String what = "Where in the path prints fall: ";
    String many = String.format(Locale.ROOT, "%,d prints with prices", row.getLong(prints));
    Double gain = number(row, "location_gain");
    if (gain == null) {
      return Optional.of(what + many + " are too few to say.");
    }
    Double low = number(row, "location_gain_low");
    String over =
        String.format(Locale.ROOT, "log-likelihood per print over fine_freshness %+.3f, ", gain);
    return Optional.of(
        what
            + over
            + (low == null || row.getInt(row.fieldIndex("days")) < Score.LEAST_DAYS
                ? "%s on too few days for an interval.".formatted(many)
                : String.format(
                    Locale.ROOT,
                    "95 %% interval %+.3f to %+.3f, %s.",
                    low,
                    number(row, "location_gain_high"),
                    many)));
  }

  private Map<Instrument, List<Scorecard.Decile>> deciles(Map<Instrument, Date> last) {
    Map<Instrument, List<Scorecard.Decile>> result = new HashMap<>();
    run.lake()
        .read(LakeTables.HEATMAP_RELIABILITY, run.days(), run.selection())
        .where(col("model").equalTo(Models.BOOK).and(col("horizon").equalTo("path_1h")))
        .orderBy("decile")
        .collectAsList()
        .forEach(
            row -> {
              Instrument instrument = SeriesReader.instrument(row);
              if (row.getDate(3).equals(last.get(instrument))) {
                result.computeIfAbsent(instrument, key -> new ArrayList<>()).add(decile(row));
              }
            });
    return result;
  }

  private static Scorecard.Decile decile(Row row) {
    double n = row.getLong(row.fieldIndex("n"));
    Double low = number(row, "low_usd");
    Double high = number(row, "high_usd");
    return new Scorecard.Decile(
        number(row, "predicted_usd") / n,
        low == null ? null : (Double) (low / n),
        high == null ? null : (Double) (high / n),
        number(row, "realised_usd") / n);
  }

  /** Where the law of the last day came from. */
  private Map<Instrument, String> origins(Map<Instrument, Date> last) {
    Map<Instrument, String> result = new HashMap<>();
    run.lake()
        .read(LakeTables.LEVERAGE_LAW)
        .where(col("model").equalTo(Models.BOOK))
        .select("venue", "product", "symbol", "valid_from", "origin", "fitted_ts")
        .distinct()
        .orderBy("valid_from", "fitted_ts")
        .collectAsList()
        .forEach(
            row -> {
              Instrument instrument = SeriesReader.instrument(row);
              Date day = last.get(instrument);
              if (day != null && !row.getDate(3).after(day)) {
                result.put(instrument, row.getString(4));
              }
            });
    return result;
  }

  private static Scorecard.Skill skill(Row row) {
    return new Scorecard.Skill(
        row.getString(row.fieldIndex("horizon")),
        row.getString(row.fieldIndex("baseline")),
        number(row, "skill"),
        number(row, "skill_low"),
        number(row, "skill_high"),
        number(row, "ratio"),
        number(row, "spearman"),
        row.getLong(row.fieldIndex("n")),
        row.getInt(row.fieldIndex("days")),
        row.getString(row.fieldIndex("reason")));
  }

  private static Double number(Row row, String name) {
    int i = row.fieldIndex(name);
    return row.isNullAt(i) ? null : (Double) row.getDouble(i);
  }
}
