package io.treadmill.conf;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All settings, checked. Defaults and the meaning of each key stand in {@code conf/treadmill.yaml}.
 *
 * @param archive where the archive is and how its columns are named
 * @param lake where result tables are and which catalog knows them
 * @param spark where Spark runs
 * @param ingest rules of the import
 * @param contracts contracts by hand: {@code venue/symbol}, then what it is
 * @param book the model of the book
 * @param heatmap grid of the published map
 * @param calibration how the law is fitted
 * @param statistics windows of the statistics
 * @param realised how reported liquidations are read
 * @param report size of the report
 */
public record Settings(
    ArchiveSettings archive,
    LakeSettings lake,
    SparkSettings spark,
    IngestSettings ingest,
    Map<String, ContractSettings> contracts,
    BookSettings book,
    HeatmapSettings heatmap,
    CalibrationSettings calibration,
    StatisticsSettings statistics,
    RealisedSettings realised,
    ReportSettings report)
    implements Serializable {

  /**
   * Settings of the archive.
   *
   * @param uri folder or bucket
   * @param columns dataset, then our column: their column
   * @param constants dataset, then column: value of a column that the files lack
   */
  public record ArchiveSettings(
      String uri,
      Map<String, Map<String, String>> columns,
      Map<String, Map<String, String>> constants)
      implements Serializable {
    /** Checks the folder. */
    public ArchiveSettings {
      Rule.check(!uri.isBlank(), "archive.uri", uri, "must not be empty");
    }
  }

  /**
   * Settings of the lake.
   *
   * @param uri folder or bucket of the tables
   * @param catalog the Iceberg catalog
   * @param oneHostWrites true if only this host writes to an object store with a SQLite catalog
   */
  public record LakeSettings(String uri, CatalogSettings catalog, boolean oneHostWrites)
      implements Serializable {
    /** Refuses a catalog that several hosts cannot share on storage that they do. */
    public LakeSettings {
      Rule.check(!uri.isBlank(), "lake.uri", uri, "must not be empty");
      Rule.check(
          !(catalog.isSqlite() && !isLocal(uri)) || oneHostWrites,
          "lake.uri",
          uri,
          "an object store with the SQLite catalog: set lake.catalog to one that several hosts can"
              + " share, or lake.one-host-writes=true if only this host writes");
      Rule.check(
          !(catalog.isSqlite() && catalog.uri().isBlank() && !isLocal(uri)),
          "lake.catalog.uri",
          catalog.uri(),
          "an object store needs the place of the SQLite file, for example"
              + " jdbc:sqlite:/var/lib/treadmill/catalog.db");
    }

    /** Returns true if the URI is a path of this machine. */
    public static boolean isLocal(String uri) {
      return !uri.contains(":") || uri.startsWith("file:");
    }
  }

  /**
   * Settings of the catalog.
   *
   * @param type jdbc, rest, glue, hive, nessie or a class name
   * @param uri JDBC URL or catalog URI; empty = SQLite beside a local lake
   * @param properties further properties of the Iceberg catalog
   */
  public record CatalogSettings(String type, String uri, Map<String, String> properties)
      implements Serializable {
    /** Returns true if the catalog is a SQLite file. */
    public boolean isSqlite() {
      return type.equals("jdbc") && (uri.isBlank() || uri.startsWith("jdbc:sqlite:"));
    }
  }

  /**
   * Settings of Spark.
   *
   * @param master where Spark runs
   * @param properties further Spark or Hadoop properties
   */
  public record SparkSettings(String master, Map<String, String> properties)
      implements Serializable {}

  /**
   * Rules of the import.
   *
   * @param strictChecksum refuse a file whose vendor checksum does not match
   * @param maxQuarantinePercent refuse a file with a larger share of bad rows, in percent
   * @param ownFileRows rows from which a symbol-day gets a file of its own
   */
  public record IngestSettings(
      boolean strictChecksum, double maxQuarantinePercent, long ownFileRows)
      implements Serializable {
    /** Checks the ranges. */
    public IngestSettings {
      Rule.check(
          maxQuarantinePercent >= 0 && maxQuarantinePercent <= 100,
          "ingest.max-quarantine-percent",
          maxQuarantinePercent,
          "must be in 0..100");
      Rule.check(ownFileRows >= 1, "ingest.own-file-rows", ownFileRows, "must be at least 1");
    }
  }

  /**
   * A contract by hand.
   *
   * @param product product, for example linear_perp
   * @param base base; null = the symbol
   * @param quote currency of the price; null = not said
   * @param contractValue coins of a contract, quote units if inverse; 0 = amounts are coins
   * @param amountUnit unit of amounts: base, quote or contracts; null = contracts if they have a
   *     value, else base
   */
  public record ContractSettings(
      String product, String base, String quote, double contractValue, String amountUnit)
      implements Serializable {
    private void check(String key) {
      String name = "contracts." + key;
      Rule.check(key.matches("[^/]+/.+"), "contracts", key, "keys must be venue/symbol");
      Rule.check(product != null, name + ".product", "nothing", "must be given");
      Rule.check(contractValue >= 0, name + ".contract-value", contractValue, "must be >= 0");
      Rule.check(
          contractValue > 0 || !"contracts".equals(amountUnit),
          name + ".contract-value",
          contractValue,
          "must be given where amounts are contracts");
    }
  }

  /** Checks the contracts. */
  public Settings {
    contracts.forEach((key, contract) -> contract.check(key));
  }

  /**
   * Settings of the book.
   *
   * @param parameterSet name of the parameter set
   * @param warmUpDays first days of a book that are marked
   * @param maxLeverage venue or {@code default}: highest leverage offered
   */
  public record BookSettings(String parameterSet, int warmUpDays, Map<String, Double> maxLeverage)
      implements Serializable {
    /** Checks the ranges. */
    public BookSettings {
      Rule.check(
          Set.of("real", "simulated").contains(parameterSet),
          "book.parameter-set",
          parameterSet,
          "must be real or simulated");
      Rule.check(
          warmUpDays >= 1 && warmUpDays <= 60, "book.warm-up-days", warmUpDays, "must be in 1..60");
      Rule.check(
          maxLeverage.containsKey("default")
              && maxLeverage.values().stream().allMatch(leverage -> leverage >= 1),
          "book.max-leverage",
          maxLeverage,
          "must have a key default, and values >= 1");
    }

    /** Returns the highest leverage that a venue offers. */
    public double maxLeverage(String venue) {
      return byLongestPrefix(maxLeverage, venue);
    }
  }

  /**
   * Grid of the published map.
   *
   * @param stepMinutes minutes between two maps
   * @param stepBp height of a cell in basis points
   * @param rangePercent reach on both sides of the price in percent
   */
  public record HeatmapSettings(int stepMinutes, int stepBp, double rangePercent)
      implements Serializable {
    /** Checks that the grid is a multiple of the steps of the model. */
    public HeatmapSettings {
      Rule.check(
          stepMinutes >= 5 && stepMinutes % 5 == 0 && 1440 % stepMinutes == 0,
          "heatmap.step-minutes",
          stepMinutes,
          "must be a multiple of 5 that divides 1440");
      Rule.check(
          stepBp >= 10 && stepBp <= 1000 && stepBp % 10 == 0,
          "heatmap.step-bp",
          stepBp,
          "must be a multiple of 10 in 10..1000");
      Rule.check(
          rangePercent > 0 && rangePercent <= 60,
          "heatmap.range-percent",
          rangePercent,
          "must be in (0, 60]");
    }
  }

  /**
   * How the law is fitted. Every fit reads days before its first day of use only.
   *
   * @param every monthly, weekly or daily: first days of use
   * @param trainingDays days of a training window at most
   * @param leastTrainingDays days with realised totals from which a law is fitted
   * @param leastTotals hours and sides with forced orders below which symbols are pooled
   * @param warmUpDays days before the training window that fill the book
   * @param draws block-bootstrap draws for the bands
   */
  public record CalibrationSettings(
      String every,
      int trainingDays,
      int leastTrainingDays,
      int leastTotals,
      int warmUpDays,
      int draws)
      implements Serializable {
    /** Checks the ranges. */
    public CalibrationSettings {
      Rule.check(
          Set.of("monthly", "weekly", "daily").contains(every),
          "calibration.every",
          every,
          "must be monthly, weekly or daily");
      Rule.check(
          trainingDays >= 7 && trainingDays <= 366,
          "calibration.training-days",
          trainingDays,
          "must be in 7..366");
      Rule.check(
          leastTrainingDays >= 2 && leastTrainingDays <= trainingDays,
          "calibration.least-training-days",
          leastTrainingDays,
          "must be in 2..training-days");
      Rule.check(leastTotals >= 1, "calibration.least-totals", leastTotals, "must be at least 1");
      Rule.check(
          warmUpDays >= 0 && warmUpDays <= 366,
          "calibration.warm-up-days",
          warmUpDays,
          "must be in 0..366");
      Rule.check(draws >= 10 && draws <= 500, "calibration.draws", draws, "must be in 10..500");
    }
  }

  /**
   * Windows of the statistics.
   *
   * @param historyDays days before a day that its statistics may read at most
   */
  public record StatisticsSettings(int historyDays) implements Serializable {
    /** Checks the range. */
    public StatisticsSettings {
      Rule.check(
          historyDays >= 7 && historyDays <= 3660,
          "statistics.history-days",
          historyDays,
          "must be in 7..3660");
    }
  }

  /**
   * How reported liquidations are read.
   *
   * @param restoration factors for feeds of one print a second
   */
  public record RealisedSettings(RestorationSettings restoration) implements Serializable {}

  /**
   * Factors from what a throttled feed shows to what was forced.
   *
   * @param origin where they were learned, in words
   * @param factors row n - 1: n seconds of ten have a print; column: 1, 2, 3-4, 5-8, 9-16, 17-32 or
   *     more seconds of the minute have one; no rows: nothing is restored
   */
  public record RestorationSettings(String origin, List<List<Double>> factors)
      implements Serializable {
    private static final int ROWS = 10;
    private static final int COLUMNS = 7;

    /** Checks the shape and the factors. */
    public RestorationSettings {
      boolean table =
          factors.size() == ROWS
              && factors.stream()
                  .allMatch(
                      row -> row.size() == COLUMNS && row.stream().allMatch(factor -> factor >= 1));
      Rule.check(
          factors.isEmpty() || table,
          "realised.restoration.factors",
          factors,
          "must be 10 rows of 7 factors of at least 1, or empty");
      Rule.check(
          factors.isEmpty() || !origin.isBlank(),
          "realised.restoration.origin",
          origin,
          "must say where the factors were learned");
    }

    /** Returns whether there are factors. */
    public boolean isKnown() {
      return !factors.isEmpty();
    }
  }

  /**
   * Size of the report.
   *
   * @param maxColumns most time columns of one heatmap level
   */
  public record ReportSettings(int maxColumns) implements Serializable {
    /** Checks the range. */
    public ReportSettings {
      Rule.check(
          maxColumns >= 100 && maxColumns <= 10_000,
          "report.max-columns",
          maxColumns,
          "must be in 100..10000");
    }
  }

  private static double byLongestPrefix(Map<String, Double> values, String name) {
    return values.entrySet().stream()
        .filter(entry -> name.startsWith(entry.getKey()))
        .max((a, b) -> Integer.compare(a.getKey().length(), b.getKey().length()))
        .map(Map.Entry::getValue)
        .orElseGet(() -> values.get("default"));
  }
}
