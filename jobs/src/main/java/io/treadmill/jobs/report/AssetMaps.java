package io.treadmill.jobs.report;

import io.treadmill.jobs.contract.RunContext;
import io.treadmill.jobs.report.ReportData.InstrumentData;
import io.treadmill.jobs.report.ReportData.MapView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The maps of assets of more than one instrument, each beside the series of the instrument on whose
 * price it stands.
 */
final class AssetMaps {
  private static final String OF_INSTRUMENTS = "instruments of the asset";

  /** Of one instant the map of now is the newest: it needs no law of a horizon. */
  private static final Comparator<CellRuns.Run> NEWEST =
      Comparator.comparingLong(CellRuns.Run::atMicros)
          .thenComparing(CellRuns.Run::horizonHours, Comparator.reverseOrder());

  private final Map<String, OneAsset> assets = new TreeMap<>();

  /**
   * What is read of an asset. Maps of the hours ahead may have fewer instruments than that of now,
   * and so fewer laws: which laws come into use, the map of now says.
   */
  private static final class OneAsset {
    final TreeMap<Integer, MapBuilder> byHorizon = new TreeMap<>();
    final int step;
    final TreeMap<Integer, MapLaws> laws = new TreeMap<>();
    CellRuns.Run newest;
    int most;

    OneAsset(int step) {
      this.step = step;
    }

    void add(CellRuns.Run run) {
      byHorizon.computeIfAbsent(run.horizonHours(), hours -> new MapBuilder(step)).add(run);
      laws.computeIfAbsent(run.horizonHours(), hours -> new MapLaws())
          .add(run.atMicros(), run.printScope());
      most = Math.max(most, run.instruments());
      newest = newest == null || NEWEST.compare(run, newest) > 0 ? run : newest;
    }

    /** The instrument on whose price the last map stands. */
    String reference() {
      return newest.names().get(1);
    }

    /** Instruments without a map at the last instant, or null. */
    String missing() {
      return newest.names().get(2);
    }
  }

  private AssetMaps() {}

  /** Reads the maps of a run's days. */
  static AssetMaps read(RunContext run) {
    return of(CellRuns.ofAssets(run));
  }

  /** Returns the maps of runs, in whichever order they come. */
  static AssetMaps of(List<CellRuns.Run> runs) {
    AssetMaps maps = new AssetMaps();
    for (CellRuns.Run run : runs) {
      String name = run.names().get(0);
      OneAsset asset = maps.assets.computeIfAbsent(name, key -> new OneAsset(run.step()));
      MapBuilder.checkStep(name, run.step(), asset.step);
      asset.add(run);
    }
    return maps;
  }

  /** Returns assets of more than one instrument, then the instruments. */
  List<InstrumentData> before(List<InstrumentData> instruments) {
    List<InstrumentData> all = new ArrayList<>();
    assets.forEach(
        (asset, read) ->
            instruments.stream()
                .filter(one -> read.most > 1)
                .filter(one -> one.instrument().toString().equals(read.reference()))
                .forEach(reference -> all.add(data(asset, read, reference))));
    all.addAll(instruments);
    return all;
  }

  private static InstrumentData data(String asset, OneAsset read, InstrumentData reference) {
    List<MapView> views = ReportReader.views(read.byHorizon);
    Map<String, String> missing = new TreeMap<>(reference.missing());
    missing.remove("map");
    if (read.missing() != null) {
      missing.put(
          OF_INSTRUMENTS, read.missing().replace("+", ", ") + " without a map at the last instant");
    }
    return new InstrumentData(
        asset,
        reference.instrument(),
        read.newest.model(),
        List.of(),
        "sum over %d instruments, each at its distance from its own price, at the price of %s: %s"
            .formatted(read.most, reference.instrument(), read.laws.firstEntry().getValue().text()),
        reference.warmUpDays(),
        reference.warmUpKnown(),
        MapScale.of(views.stream().flatMap(view -> view.maps().stream()).toList()),
        views,
        reference.series(),
        missing,
        Scorecard.NONE,
        reference.statistics());
  }
}
