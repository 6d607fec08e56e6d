package io.treadmill.jobs.cli;

import static org.apache.spark.sql.functions.col;

import io.treadmill.conf.Settings;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.batch.Sessions;
import io.treadmill.jobs.ingest.format.BadRow;
import io.treadmill.jobs.ingest.format.FileContracts;
import io.treadmill.jobs.ingest.format.RecordSink;
import io.treadmill.jobs.ingest.format.RefusedFile;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.jobs.ingest.format.StatedContract;
import io.treadmill.jobs.ingest.vendors.Vendors;
import io.treadmill.lake.Archive;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.QualityFlag;
import io.treadmill.lake.RowBuffer;
import io.treadmill.lake.Selection;
import io.treadmill.market.AmountUnit;
import io.treadmill.market.Instrument;
import io.treadmill.market.MarginTiers;
import io.treadmill.market.MarginTiers.Bracket;
import io.treadmill.market.UtcDays;
import io.treadmill.market.contract.Register;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;

/** The margin tiers of one instrument by the first day on which they are in force. */
final class DatedTiers {
  /**
   * Tiers that are in force.
   *
   * @param validFrom their first day, or the day they were first seen; null if they have none
   */
  record InForce(LocalDate validFrom, MarginTiers tiers) {}

  private final NavigableMap<LocalDate, List<Bracket>> byDay = new TreeMap<>();
  private final double contractsPerUnit;
  private AmountUnit capUnit = AmountUnit.QUOTE;
  private boolean isAmountUnstated;

  private DatedTiers(double contractsPerUnit) {
    this.contractsPerUnit = contractsPerUnit;
  }

  /**
   * Reads a file in one of the formats of {@code ingest tiers}.
   *
   * @param contractsPerUnit contracts of one base coin, of inverse ones of one quote unit
   * @throws UserError if the file cannot be read, or a row of the instrument breaks a rule
   */
  static DatedTiers ofFile(Path path, Instrument instrument, double contractsPerUnit) {
    boolean json = path.getFileName().toString().toLowerCase(Locale.ROOT).contains(".json");
    LocalDate day = json ? day(path) : null;
    SourceFile file =
        new SourceFile(
            path.toString(),
            0,
            "tiers",
            json ? "json" : "csv",
            instrument.venue(),
            instrument.product().text(),
            instrument.symbol(),
            day,
            day,
            null,
            null);
    DatedTiers tiers = new DatedTiers(contractsPerUnit);
    try (InputStream in = Files.newInputStream(path)) {
      Vendors.of("tiers")
          .format(new FileContracts(Register.RULES, StatedContract.NOTHING, file))
          .read(in, new Rows(tiers, file));
    } catch (RefusedFile e) {
      throw UserError.input("Cannot read %s: %s".formatted(path, e.getMessage()));
    } catch (IOException e) {
      throw UserError.input("Cannot read %s: %s (give a file with --tiers)".formatted(path, e));
    }
    return tiers;
  }

  /** Reads the tiers of the archive; none if it holds none of the instrument. */
  static DatedTiers ofArchive(
      Settings settings, Instrument instrument, LocalDate day, double contractsPerUnit) {
    DatedTiers tiers = new DatedTiers(contractsPerUnit);
    Selection selection =
        new Selection(instrument.venue(), new TreeSet<>(List.of(instrument.symbol())));
    SparkSession spark = Sessions.openWithoutLake(settings);
    try {
      Archive.open(spark, settings.archive())
          .read(ArchiveDataset.MARGIN_TIERS, UtcDays.of(day), selection)
          .where(col("product").equalTo(instrument.product().text()))
          .orderBy("valid_from", "tier")
          .collectAsList()
          .stream()
          .map(NamedRow::new)
          .forEach(row -> tiers.add(row.day("valid_from"), row.text("cap_unit"), row::number));
    } finally {
      spark.stop();
    }
    return tiers;
  }

  /** Adds a bracket; if an amount is not stated, all are later computed by continuity. */
  private void add(LocalDate day, String unit, ToDoubleFunction<String> number) {
    double cap = number.applyAsDouble("notional_cap");
    double amount = number.applyAsDouble("maintenance_amount");
    isAmountUnstated |= Double.isNaN(amount);
    capUnit = MarginTiers.capUnit(unit);
    byDay
        .computeIfAbsent(day, from -> new ArrayList<>())
        .add(
            new Bracket(
                number.applyAsDouble("notional_floor"),
                Double.isNaN(cap) ? Double.POSITIVE_INFINITY : cap,
                number.applyAsDouble("maintenance_margin_rate"),
                number.applyAsDouble("max_leverage"),
                Double.isNaN(amount) ? 0 : amount));
  }

  boolean isEmpty() {
    return byDay.isEmpty();
  }

  /**
   * Returns the tiers in force on a day.
   *
   * @throws UserError if the first known ones are of a later day
   */
  InForce on(LocalDate day) {
    var entry = byDay.floorEntry(day);
    if (entry == null) {
      throw UserError.input(
          "No margin tiers of %s: the first that are known are of %s (give a later --date, or a file with older ones)"
              .formatted(day, byDay.firstKey()));
    }
    double most = entry.getValue().stream().mapToDouble(Bracket::maximumLeverage).max().orElse(1);
    double contracts = capUnit == AmountUnit.CONTRACTS ? contractsPerUnit : 1;
    MarginTiers stated = new MarginTiers(capUnit, contracts, most, entry.getValue());
    return new InForce(entry.getKey(), isAmountUnstated ? stated.withContinuousAmounts() : stated);
  }

  private static LocalDate day(Path path) {
    Matcher match = Pattern.compile("\\d{4}-\\d{2}-\\d{2}").matcher(path.getFileName().toString());
    return match.find() ? LocalDate.parse(match.group()) : null;
  }

  /** Keeps the brackets of the instrument; the first row that breaks a rule ends the reading. */
  private static final class Rows implements RecordSink {
    private final DatedTiers tiers;
    private final SourceFile file;
    private final RowBuffer row = new RowBuffer(ArchiveDataset.MARGIN_TIERS.columns());
    private long line;

    Rows(DatedTiers tiers, SourceFile file) {
      this.tiers = tiers;
      this.file = file;
    }

    @Override
    public void begin(long number) {
      line = number;
    }

    @Override
    public void setAside(BadRow why, String raw) {
      throw UserError.input(
          "Cannot read %s: line %d: %s".formatted(file.path(), line, why.getMessage()));
    }

    @Override
    public RowBuffer row(ArchiveDataset dataset) {
      row.clear();
      return row;
    }

    @Override
    public RowBuffer row() {
      return row;
    }

    @Override
    public void emit() {
      if (file.symbol().equals(row.text(index("symbol")))) {
        tiers.add(
            LocalDate.ofEpochDay(row.whole(index("valid_from"))),
            row.text(index("cap_unit")),
            column -> row.isNull(index(column)) ? Double.NaN : row.number(index(column)));
      }
    }

    private static int index(String column) {
      return ArchiveDataset.MARGIN_TIERS.index(column);
    }

    @Override
    public void header(String text) {}

    @Override
    public void timeUnits(String units) {}

    @Override
    public void end() {}

    @Override
    public void entry(String name) {}

    @Override
    public void note(String fact) {}

    @Override
    public void checkEnded(long endMicros) {}

    @Override
    public void flag(QualityFlag flag) {}
  }
}
