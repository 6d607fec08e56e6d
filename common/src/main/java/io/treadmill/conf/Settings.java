package io.treadmill.conf;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * All settings, checked. Defaults and the meaning of each key stand in {@code conf/treadmill.yaml}.
 */
public record Settings(
    ArchiveSettings archive,
    LakeSettings lake,
    SparkSettings spark,
    IngestSettings ingest,
    AuditSettings audit,
    Map<String, ContractSettings> contracts,
    BookSettings book,
    HeatmapSettings heatmap,
    CalibrationSettings calibration,
    StatisticsSettings statistics,
    RealisedSettings realised,
    ReportSettings report,
    NightlySettings nightly,
    FetchSettings fetch,
    UpkeepSettings upkeep,
    MetricsSettings metrics,
    WatchSettings watch)
    implements Serializable {

  private static final String DEFAULT = "default";

  /** Settings of the archive. */
  public record ArchiveSettings(
      String uri,
      Map<String, Map<String, String>> columns,
      Map<String, Map<String, String>> constants)
      implements Serializable {
    /** Keys come in one order: a file that says the same in another order says the same. */
    public ArchiveSettings {
      columns = sorted(columns);
      constants = sorted(constants);
      Rule.check(!uri.isBlank(), "archive.uri", uri, "must not be empty");
    }
  }

  private static Map<String, Map<String, String>> sorted(Map<String, Map<String, String>> maps) {
    Map<String, Map<String, String>> result = new TreeMap<>();
    maps.forEach((key, map) -> result.put(key, new TreeMap<>(map)));
    return result;
  }

  /** Settings of the lake. */
  public record LakeSettings(String uri, CatalogSettings catalog, boolean oneHostWrites)
      implements Serializable {
    /** Refuses a catalog that several hosts cannot share on storage that they do. */
    public LakeSettings {
      Rule.check(!uri.isBlank(), "lake.uri", uri, "must not be empty");
      Rule.check(
          !(catalog.isSqlite() && !isLocal(uri)) || oneHostWrites,
          "lake.uri",
          uri,
          "storage of several hosts with the SQLite catalog: set lake.catalog to one that several hosts can"
              + " share, or lake.one-host-writes=true if only this host writes");
      Rule.check(
          !(catalog.isSqlite() && catalog.uri().isBlank() && !isLocal(uri)),
          "lake.catalog.uri",
          catalog.uri(),
          "such a lake needs the place of the SQLite file, for example"
              + " jdbc:sqlite:/var/lib/treadmill/catalog.db");
    }

    /** Returns true if the URI is a path of this machine. */
    public static boolean isLocal(String uri) {
      return !uri.contains(":") || uri.startsWith("file:");
    }
  }

  /** Settings of the catalog. */
  public record CatalogSettings(String type, String uri, Map<String, String> properties)
      implements Serializable {
    private static final Set<String> TYPES = Set.of("jdbc", "rest", "hadoop");

    public CatalogSettings {
      Rule.check(
          TYPES.contains(type) || type.contains("."),
          "lake.catalog.type",
          type,
          "must be jdbc, rest, hadoop or the class of an Iceberg catalog");
    }

    /** Returns true if the catalog is a SQLite file. */
    public boolean isSqlite() {
      return type.equals("jdbc") && (uri.isBlank() || uri.startsWith("jdbc:sqlite:"));
    }
  }

  /** Settings of Spark. */
  public record SparkSettings(
      String master, int executorWaitMinutes, Map<String, String> properties)
      implements Serializable {
    private static final String MASTERS =
        "local(-cluster)?(\\[([1-9]\\d*|\\*)(,\\s*\\d+)*])?|yarn|(spark|k8s)://.+";

    public SparkSettings {
      Rule.check(
          master.matches(MASTERS),
          "spark.master",
          master,
          "must be local, local[N], local[*], spark://host:port, yarn or k8s://...");
      Rule.atLeast("spark.executor-wait-minutes", executorWaitMinutes, 1);
    }
  }

  /** Rules of the import. */
  public record IngestSettings(
      boolean strictChecksum, double maxQuarantinePercent, long ownFileRows)
      implements Serializable {
    public IngestSettings {
      Rule.range("ingest.max-quarantine-percent", maxQuarantinePercent, 0, 100);
      Rule.atLeast("ingest.own-file-rows", ownFileRows, 1);
    }
  }

  /** What the audit before a publish does with what only looks wrong. */
  public record AuditSettings(String coverage, double mostMissingPercent, String drift)
      implements Serializable {
    private static final Set<String> WORDS = Set.of("error", "warn", "off");

    public AuditSettings {
      Rule.check(
          WORDS.contains(coverage), "audit.coverage", coverage, "must be error, warn or off");
      Rule.range("audit.most-missing-percent", mostMissingPercent, 0, 100);
      Rule.check(WORDS.contains(drift), "audit.drift", drift, "must be error, warn or off");
    }
  }

  /**
   * A contract by hand.
   *
   * @param product product, for example linear_perp
   * @param base base; null = the symbol
   * @param quote currency of the price; null = not said
   * @param contractValue coins of a contract, quote units if inverse; 0 or not given = amounts are
   *     coins
   * @param amountUnit unit of amounts: base, quote or contracts; null = contracts if they have a
   *     value, else base
   */
  public record ContractSettings(
      String product, String base, String quote, Double contractValue, String amountUnit)
      implements Serializable {
    /** Takes a value that is not given as 0. */
    public ContractSettings {
      contractValue = contractValue == null ? 0 : contractValue;
    }

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

  /** Checks the contracts, and that archive and lake are two places. */
  public Settings {
    Rule.check(
        !place(archive.uri()).equals(place(lake.uri())),
        "archive.uri",
        archive.uri(),
        "must be another place than lake.uri");
    contracts.forEach((key, contract) -> contract.check(key));
  }

  private static String place(String uri) {
    return LakeSettings.isLocal(uri)
        ? Path.of(uri.replaceFirst("^file:(//)?", "")).toAbsolutePath().normalize().toString()
        : uri.replaceFirst("/+$", "");
  }

  /** Settings of the book. */
  public record BookSettings(String parameterSet, int warmUpDays, Map<String, Double> maxLeverage)
      implements Serializable {
    /** Venues come in one order, and default after them. */
    public BookSettings {
      Map<String, Double> inOrder = new LinkedHashMap<>(new TreeMap<>(maxLeverage));
      Double others = inOrder.remove(DEFAULT);
      if (others != null) {
        inOrder.put(DEFAULT, others);
      }
      maxLeverage = inOrder;
      Rule.check(
          Set.of("real", "simulated").contains(parameterSet),
          "book.parameter-set",
          parameterSet,
          "must be real or simulated");
      Rule.range("book.warm-up-days", warmUpDays, 1, 60);
      Rule.check(
          maxLeverage.containsKey(DEFAULT)
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

  /** Grid of the published map. */
  public record HeatmapSettings(
      int stepMinutes, int stepBp, double rangePercent, List<Integer> horizons)
      implements Serializable {
    private static final Set<Integer> HORIZONS = Set.of(1, 4, 24);

    public HeatmapSettings {
      Rule.check(
          HORIZONS.containsAll(horizons) && Set.copyOf(horizons).size() == horizons.size(),
          "heatmap.horizons",
          horizons,
          "must be 1, 4 and 24, each at most once, or empty");
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

  /** How the law is fitted. Every fit reads days before its first day of use only. */
  public record CalibrationSettings(
      String every,
      int trainingDays,
      int leastTrainingDays,
      int leastTotals,
      int warmUpDays,
      int draws)
      implements Serializable {
    public CalibrationSettings {
      Rule.check(
          Set.of("monthly", "weekly", "daily").contains(every),
          "calibration.every",
          every,
          "must be monthly, weekly or daily");
      Rule.range("calibration.training-days", trainingDays, 7, 366);
      Rule.check(
          leastTrainingDays >= 2 && leastTrainingDays <= trainingDays,
          "calibration.least-training-days",
          leastTrainingDays,
          "must be in 2..training-days");
      Rule.atLeast("calibration.least-totals", leastTotals, 1);
      Rule.range("calibration.warm-up-days", warmUpDays, 0, 366);
      Rule.range("calibration.draws", draws, 10, 500);
    }
  }

  /** Windows of the statistics. */
  public record StatisticsSettings(int historyDays) implements Serializable {
    public StatisticsSettings {
      Rule.range("statistics.history-days", historyDays, 7, 3660);
    }
  }

  /** How reported liquidations are read. */
  public record RealisedSettings(RestorationSettings restoration) implements Serializable {}

  /** Factors from what a throttled feed shows to what was forced. */
  public record RestorationSettings(String origin, List<List<Double>> factors)
      implements Serializable {
    private static final int ROWS = 10;
    private static final int COLUMNS = 7;

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

  /** Size of the report. */
  public record ReportSettings(int maxColumns) implements Serializable {
    public ReportSettings {
      Rule.range("report.max-columns", maxColumns, 100, 10_000);
    }
  }

  /** What a night does beside its day. */
  public record NightlySettings(int catchUpDays) implements Serializable {
    public NightlySettings {
      Rule.range("nightly.catch-up-days", catchUpDays, 0, 366);
    }
  }

  /**
   * How the files of the lake are kept few.
   *
   * @param afterNight nightly does it by itself
   * @param keepDays what was current within so many days can be read
   * @param compactFiles a ledger, day or month of so many files becomes one
   * @param orphanDays files that no table knows are removed when they are so old
   */
  public record UpkeepSettings(boolean afterNight, int keepDays, int compactFiles, int orphanDays)
      implements Serializable {
    public UpkeepSettings {
      Rule.range("upkeep.keep-days", keepDays, 1, 3660);
      Rule.range("upkeep.compact-files", compactFiles, 2, 10_000);
      Rule.range("upkeep.orphan-days", orphanDays, 2, 3660);
    }
  }

  /**
   * Who is told how runs end.
   *
   * @param file text file for Prometheus; empty = none
   */
  public record MetricsSettings(String file) implements Serializable {}

  private static double byLongestPrefix(Map<String, Double> values, String name) {
    return values.entrySet().stream()
        .filter(entry -> name.startsWith(entry.getKey()))
        .max((a, b) -> Integer.compare(a.getKey().length(), b.getKey().length()))
        .map(Map.Entry::getValue)
        .orElseGet(() -> values.get(DEFAULT));
  }
}
