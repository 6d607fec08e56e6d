package io.treadmill.jobs.asset;

import io.treadmill.book.models.Models;
import io.treadmill.book.position.PriorLaw;
import io.treadmill.book.score.ScoredWindow;
import io.treadmill.book.score.WindowScore;
import io.treadmill.jobs.asset.AssetShares.Share;
import io.treadmill.lake.LakeTables;
import io.treadmill.lake.NamedRow;
import io.treadmill.lake.RowLayout;
import io.treadmill.market.AggregateRule;
import io.treadmill.market.Instrument;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;

/**
 * Holds what the instruments of an asset predicted together, each with its share, against what was
 * forced of the asset: for each total over venues that a law of the asset was fitted to the
 * instruments that belong to it, and the prints of instruments with feeds of their own together.
 */
final class AssetScoreFunction implements FlatMapGroupsFunction<String, Row, Row> {
  /** The rule of prints that are summed over instruments. */
  static final String OWN_PRINTS = "own prints of each";

  static final RowLayout<Line> LAYOUT =
      RowLayout.<Line>of(LakeTables.ASSET_SCORE)
          .components(Target.class, Line::of)
          .components(Line.class, line -> line)
          .components(WindowScore.Figures.class, Line::figures)
          .number("r2", line -> line.figures().r2())
          .text("model", line -> Models.BOOK)
          .build();

  /** The columns of predictions that are read, and go from task to task. */
  static final List<String> READ =
      LakeTables.HEATMAP_PREDICTION.keyAnd(
          "predicted_usd", "realised_usd", "fit_id", "print_scope");

  private static final long serialVersionUID = 1L;

  private final Broadcast<AssetShares> shares;
  private final ArrayList<LocalDate> days;

  /** What one instrument predicted of a window by model, and what was realised of its totals. */
  private static final class Predicted {
    final String printScope;
    final boolean isOfPriorLaw;
    final double realised;
    final Map<String, Double> byModel = new TreeMap<>();

    Predicted(NamedRow row) {
      this.printScope = row.text("print_scope");
      this.isOfPriorLaw = row.text("fit_id").equals(PriorLaw.FIT_ID);
      this.realised = row.number("realised_usd");
    }

    /** Of whose totals they are. */
    String rule() {
      return AssetShares.isShared(printScope) ? printScope : OWN_PRINTS;
    }
  }

  /**
   * What all predicted of a window by model, USD.
   *
   * @param whole false if an instrument of the totals is not among them
   */
  private record Sum(
      double realised,
      TreeMap<String, Double> byModel,
      TreeSet<Instrument> of,
      TreeSet<String> sources,
      boolean whole) {}

  /**
   * What is predicted together on a day.
   *
   * @param instruments number of instruments that are summed on the day
   */
  record Target(
      String asset,
      String venueSet,
      LocalDate day,
      String feedRule,
      String horizon,
      int instruments,
      String shareSource) {}

  /**
   * The published model against one baseline.
   *
   * @param n windows that both predicted
   */
  record Line(Target of, String baseline, WindowScore.Figures figures, long n, String reason) {}

  AssetScoreFunction(Broadcast<AssetShares> shares, List<LocalDate> days) {
    this.shares = shares;
    this.days = new ArrayList<>(days);
  }

  @Override
  public Iterator<Row> call(String asset, Iterator<Row> rows) {
    return rows(shares.value(), days, asset, rows);
  }

  /** Returns the rows of an asset. */
  static Iterator<Row> rows(
      AssetShares shares, List<LocalDate> days, String asset, Iterator<Row> rows) {
    Map<String, Windows> all = new TreeMap<>();
    while (rows.hasNext()) {
      NamedRow row = new NamedRow(rows.next());
      all.computeIfAbsent(row.text("horizon"), key -> new Windows(new TreeMap<>())).add(row);
    }
    List<Row> lines = new ArrayList<>();
    all.forEach(
        (horizon, windows) -> {
          Map<String, TreeMap<ScoredWindow, Sum>> sums = windows.sums(shares);
          for (LocalDate day : days) {
            sums.put(OWN_PRINTS, windows.ownPrints(shares, day));
            sums.forEach((rule, ofRule) -> addLines(asset, horizon, rule, ofRule, day, lines));
          }
        });
    return lines.iterator();
  }

  /** What was predicted of the windows of one horizon. */
  private record Windows(TreeMap<ScoredWindow, TreeMap<Instrument, Predicted>> all) {
    void add(NamedRow row) {
      all.computeIfAbsent(
              new ScoredWindow(row.day("day"), row.micros("ts"), row.text("side")),
              key -> new TreeMap<>())
          .computeIfAbsent(row.instrument(), key -> new Predicted(row))
          .byModel
          .put(row.text("model"), row.number("predicted_usd"));
    }

    /** Returns the sums of each total over venues. */
    Map<String, TreeMap<ScoredWindow, Sum>> sums(AssetShares shares) {
      Map<String, TreeMap<ScoredWindow, Sum>> sums = new TreeMap<>();
      all.forEach(
          (window, predicted) -> {
            TreeSet<String> rules = new TreeSet<>();
            predicted.values().forEach(one -> rules.add(one.rule()));
            rules.remove(OWN_PRINTS);
            for (String rule : rules) {
              sums.computeIfAbsent(rule, key -> new TreeMap<>())
                  .put(window, sum(shares, rule, window.day(), predicted));
            }
          });
      return sums;
    }

    /**
     * Returns the sums of own prints for the score of a day: of the instruments that told any in
     * its windows; of all, without a total, if none did.
     */
    TreeMap<ScoredWindow, Sum> ownPrints(AssetShares shares, LocalDate day) {
      TreeMap<ScoredWindow, TreeMap<Instrument, Predicted>> own = new TreeMap<>();
      TreeSet<Instrument> telling = new TreeSet<>();
      all.forEach(
          (window, predicted) -> {
            if (window.isIn(day)) {
              TreeMap<Instrument, Predicted> held = new TreeMap<>(predicted);
              held.values().removeIf(one -> !one.rule().equals(OWN_PRINTS));
              own.put(window, held);
              held.entrySet().stream()
                  .filter(one -> !Double.isNaN(one.getValue().realised))
                  .forEach(one -> telling.add(one.getKey()));
            }
          });
      TreeMap<ScoredWindow, Sum> sums = new TreeMap<>();
      own.forEach(
          (window, held) -> {
            held.keySet().removeIf(one -> !telling.isEmpty() && !telling.contains(one));
            if (!held.isEmpty()) {
              sums.put(window, sum(shares, OWN_PRINTS, window.day(), held));
            }
          });
      return sums;
    }
  }

  /** Whether what a rule tells has instruments of another in it: all its venues, or own prints. */
  private static boolean isPart(String own, String rule) {
    return own.equals(OWN_PRINTS)
        || AggregateRule.isOfUnknownVenues(rule)
        || new AggregateRule(rule).venues().containsAll(new AggregateRule(own).venues());
  }

  private static boolean isHeld(Instrument instrument, String rule) {
    return AggregateRule.is(rule) && new AggregateRule(rule).holds(instrument);
  }

  private static Sum sum(
      AssetShares shares, String rule, LocalDate day, TreeMap<Instrument, Predicted> predicted) {
    TreeMap<Instrument, Predicted> held = new TreeMap<>(predicted);
    held.entrySet()
        .removeIf(one -> !rule.equals(one.getValue().rule()) && !isHeld(one.getKey(), rule));
    boolean whole =
        !held.values().removeIf(one -> !rule.equals(one.rule()) && !isPart(one.rule(), rule));
    double realised = realised(rule, held.values());
    TreeMap<String, Double> byModel = new TreeMap<>();
    TreeSet<String> sources = new TreeSet<>();
    for (Instrument instrument : List.copyOf(held.keySet())) {
      Predicted own = held.get(instrument);
      Share share =
          own.isOfPriorLaw
              ? Share.PRIOR
              : shares.of(instrument, own.printScope, predicted.keySet(), day);
      if (share.equals(Share.NONE)) {
        held.remove(instrument);
      } else {
        sources.add(share.source().name().toLowerCase(Locale.ROOT));
        own.byModel.forEach((model, usd) -> byModel.merge(model, share.value() * usd, Double::sum));
      }
    }
    // A model that does not predict all of them predicts no sum.
    byModel
        .keySet()
        .removeIf(model -> held.values().stream().anyMatch(one -> !one.byModel.containsKey(model)));
    return new Sum(realised, byModel, new TreeSet<>(held.keySet()), sources, whole);
  }

  /** The total of a rule as any of its instruments tells it; of own prints the sum of all. */
  private static double realised(String rule, Collection<Predicted> held) {
    DoubleStream told =
        held.stream().filter(one -> one.rule().equals(rule)).mapToDouble(one -> one.realised);
    return rule.equals(OWN_PRINTS)
        ? told.reduce(0, Double::sum)
        : told.filter(usd -> !Double.isNaN(usd)).findFirst().orElse(Double.NaN);
  }

  private static void addLines(
      String asset,
      String horizon,
      String rule,
      TreeMap<ScoredWindow, Sum> sums,
      LocalDate day,
      List<Row> to) {
    List<Map.Entry<ScoredWindow, Sum>> known =
        sums.entrySet().stream().filter(one -> one.getKey().isIn(day)).toList();
    List<Sum> ofDay =
        known.stream()
            .filter(one -> one.getKey().day().equals(day))
            .map(Map.Entry::getValue)
            .filter(sum -> sum.byModel.containsKey(Models.BOOK))
            .toList();
    if (ofDay.isEmpty()) {
      return;
    }
    TreeSet<Instrument> instruments = new TreeSet<>();
    TreeSet<String> sources = new TreeSet<>();
    ofDay.forEach(sum -> instruments.addAll(sum.of));
    ofDay.forEach(sum -> sources.addAll(sum.sources));
    Target target =
        new Target(
            asset,
            AssetMapFunction.venueSet(instruments),
            day,
            rule,
            horizon,
            instruments.size(),
            String.join("+", sources));
    for (String baseline : Models.baselines()) {
      to.add(LAYOUT.row(against(baseline, known, target)));
    }
  }

  private static Line against(
      String baseline, List<Map.Entry<ScoredWindow, Sum>> known, Target target) {
    List<Map.Entry<ScoredWindow, Sum>> both =
        known.stream()
            .filter(one -> one.getValue().whole)
            .filter(one -> !Double.isNaN(one.getValue().realised))
            .filter(one -> one.getValue().byModel.containsKey(Models.BOOK))
            .filter(one -> one.getValue().byModel.containsKey(baseline))
            .toList();
    WindowScore.Figures figures =
        both.isEmpty()
            ? WindowScore.Figures.NONE
            : WindowScore.ofUsd(
                    both,
                    one -> one.getValue().realised,
                    one -> one.getValue().byModel.get(Models.BOOK),
                    one -> one.getValue().byModel.get(baseline),
                    one -> one.getKey().day())
                .figures();
    return new Line(
        target,
        baseline,
        figures,
        both.size(),
        figures.isComparable() ? null : reason(both.isEmpty(), known));
  }

  private static String reason(boolean isNothing, List<Map.Entry<ScoredWindow, Sum>> known) {
    if (!isNothing) {
      return WindowScore.Figures.EXACT;
    }
    if (known.stream().noneMatch(one -> one.getValue().whole)) {
      return "a law of an instrument of these venues stands on totals of further ones";
    }
    return known.stream().anyMatch(one -> !Double.isNaN(one.getValue().realised))
        ? "no fit of the baseline of each instrument on earlier days yet"
        : "no realised totals in the window";
  }
}
