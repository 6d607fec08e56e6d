package io.treadmill.book.replay;

import io.treadmill.book.law.FittedLaw;
import io.treadmill.book.models.Models;
import io.treadmill.market.Fingerprint;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One calibration of an instrument: all models fitted on one training window.
 *
 * @param fitId hash of what it says
 * @param validFrom first day of use
 * @param trainedFrom first day of the training window
 * @param trainedTo last day of it, before validFrom
 * @param printScope feed rule of the totals
 * @param origin {@link #OWN} or {@link #POOLED} with the number of symbols
 * @param models weights by {@link #key}
 */
public record StoredLaw(
    String fitId,
    LocalDate validFrom,
    LocalDate trainedFrom,
    LocalDate trainedTo,
    String printScope,
    String origin,
    Map<String, FittedLaw> models)
    implements Serializable {
  /** Origin of a law that was fitted to the instrument's own totals. */
  public static final String OWN = "own";

  /** Start of the origin of a law that was taken over from other symbols. */
  static final String POOLED = "pooled";

  /** Refuses a law that saw days on which it is used. */
  public StoredLaw {
    if (!validFrom.isAfter(trainedTo)) {
      throw new IllegalArgumentException(
          "Invalid law %s: valid from %s, trained to %s (must be trained on earlier days)"
              .formatted(fitId, validFrom, trainedTo));
    }
  }

  /** Returns the weights of the published model. */
  public FittedLaw book() {
    return models.get(Models.BOOK);
  }

  /** Returns the key of weights: the model given the path of hours, else {@code model@horizon}. */
  static String key(String model, Horizon horizon) {
    return horizon == Horizon.PATH_1H ? model : model + "@" + horizon.text();
  }

  /**
   * Returns the weights of a model for a horizon: those given the path of hours where it has none
   * of its own; null if it has none at all.
   */
  public FittedLaw weights(String model, Horizon horizon) {
    FittedLaw own = models.get(key(model, horizon));
    return own == null ? models.get(model) : own;
  }

  /** Returns the law in force on a day, or null before the first. */
  static StoredLaw on(SortedMap<LocalDate, StoredLaw> laws, LocalDate day) {
    SortedMap<LocalDate, StoredLaw> until = laws.headMap(day.plusDays(1));
    return until.isEmpty() ? null : until.get(until.lastKey());
  }

  /** Returns the id of a law: a hash of its window, scope and every weight to the bit. */
  static String fitId(
      LocalDate validFrom, LocalDate trainedFrom, String scope, Map<String, FittedLaw> models) {
    StringBuilder text = new StringBuilder();
    text.append(validFrom).append(trainedFrom).append(scope);
    new TreeMap<>(models)
        .forEach(
            (name, model) ->
                text.append(name)
                    .append(model.columns())
                    .append(Arrays.deepToString(model.weight()))
                    .append(Arrays.deepToString(model.draws()))
                    .append(Arrays.toString(model.kappaUsd()))
                    .append(model.sums()));
    return Fingerprint.of(text.toString());
  }
}
