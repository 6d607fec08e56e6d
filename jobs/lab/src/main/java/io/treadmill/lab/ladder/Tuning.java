package io.treadmill.lab.ladder;

import io.treadmill.book.law.FitRule;
import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.law.ModelFit;
import io.treadmill.book.law.Observations;
import io.treadmill.book.law.Realised;
import io.treadmill.book.map.HeatmapModel;
import io.treadmill.book.models.Models;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.position.Step;
import io.treadmill.book.score.Score;
import io.treadmill.market.UtcDays;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Compares parameter sets of the book inside training days: the days are cut into blocks of equal
 * length, each is predicted by a fit of the others, without rescale. Nothing after the training
 * days is read.
 */
public final class Tuning {
  private final UtcDays train;
  private final int folds;
  private final List<Step> steps;
  private final Realised realised;
  private final Function<ParameterSet, Models.Market> market;

  /**
   * A parameter set and how it did.
   *
   * @param parameters the set
   * @param deviance cross-validated deviance
   */
  public record Trial(ParameterSet parameters, double deviance) {}

  /**
   * Keeps the data.
   *
   * @param folds number of blocks, at least 2
   * @param steps all bars from the warm-up on; those after the training days are left out
   * @param market what models are told under a set
   */
  public Tuning(
      UtcDays train,
      int folds,
      List<Step> steps,
      Realised realised,
      Function<ParameterSet, Models.Market> market) {
    if (folds < 2 || folds > train.days().size()) {
      throw new IllegalArgumentException(
          "Invalid folds: " + folds + " (must be 2 to the number of training days)");
    }
    this.train = train;
    this.folds = folds;
    long end = UtcDays.startMicros(train.to().plusDays(1));
    this.steps = steps.stream().filter(step -> step.ts() < end).toList();
    this.realised = realised;
    this.market = market;
  }

  /** Returns the trials of the sets, the best first. */
  public List<Trial> run(List<ParameterSet> sets) {
    List<Trial> trials = new ArrayList<>();
    for (ParameterSet set : sets) {
      trials.add(new Trial(set, deviance(set)));
    }
    trials.sort(Comparator.comparingDouble(Trial::deviance));
    return trials;
  }

  /** Returns the cross-validated deviance of each way to find the weights, under one set. */
  public Map<FitRule, Double> rules(ParameterSet set, List<FitRule> rules) {
    HeatmapModel model = Models.of(Models.BOOK).factory().make(market.apply(set));
    List<Observations.Row> rows = rows(model);
    Map<FitRule, Double> result = new EnumMap<>(FitRule.class);
    rules.forEach(rule -> result.put(rule, deviance(model, rows, rule)));
    return result;
  }

  private double deviance(ParameterSet set) {
    Models.Definition book = Models.of(Models.BOOK);
    HeatmapModel model = book.factory().make(market.apply(set));
    return deviance(model, rows(model), book.fit());
  }

  private List<Observations.Row> rows(HeatmapModel model) {
    Observations observations = new Observations(model, realised);
    steps.forEach(observations::step);
    return observations.finish();
  }

  private double deviance(HeatmapModel model, List<Observations.Row> rows, FitRule fitRule) {
    ModelFit.Rule rule = ModelFit.Rule.of(Models.BOOK, fitRule, false);
    double sum = 0;
    for (int fold = 0; fold < folds; fold++) {
      long from = edge(fold);
      long to = edge(fold + 1);
      List<Observations.Row> others =
          rows.stream().map(row -> in(row, from, to) ? row.withRealised(Double.NaN) : row).toList();
      FittedLaw law = ModelFit.of(rule, model, others, train);
      List<Observations.Row> left =
          rows.stream().filter(row -> in(row, from, to) && row.known()).toList();
      double[] predicted = law.predict(left);
      for (int i = 0; i < predicted.length; i++) {
        sum += Score.unitDeviance(left.get(i).realised(), predicted[i]);
      }
    }
    return sum;
  }

  private long edge(int fold) {
    long days = train.days().size();
    return UtcDays.startMicros(train.from().plusDays(days * fold / folds));
  }

  private static boolean in(Observations.Row row, long from, long to) {
    return row.ts() >= from && row.ts() < to;
  }
}
