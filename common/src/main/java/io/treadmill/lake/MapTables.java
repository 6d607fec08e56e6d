package io.treadmill.lake;

import static io.treadmill.lake.TableColumn.date;
import static io.treadmill.lake.TableColumn.flag;
import static io.treadmill.lake.TableColumn.instant;
import static io.treadmill.lake.TableColumn.integer;
import static io.treadmill.lake.TableColumn.number;
import static io.treadmill.lake.TableColumn.text;
import static io.treadmill.lake.TableColumn.whole;

import java.util.List;

/** Definitions of the tables about the law, the zones and the scores of the map. */
final class MapTables {
  private static final TableColumn SCORED_HORIZON =
      text(
          "horizon",
          "path_5m (where prints carry prices), path_1h, path_4h, path_24h: given the price"
              + " path, the latter summed over hours;"
              + " map_1h, map_4h, map_24h: the standing map against what was hit next");

  private MapTables() {}

  static LakeTable leverageLaw() {
    return LakeTables.ofInstrument(
        "leverage_law",
        "Weights of each fit of each model: share of opened size that ends as a reported forced"
            + " order; rows are only added",
        "fitted_ts",
        List.of("valid_from", "fit_id", "model", "side", "component"),
        date("valid_from", "First UTC day on which the fit is used"),
        text("fit_id", "Hash of what the fit says: its window, scope, weights, draws and rescale"),
        text(
            "model",
            "Name of the model, its weights given the path of hours; MODEL@HORIZON: its weights"
                + " for another horizon, as a standing map"),
        text("side", "long or short: the position that is forced"),
        text("component", "Column of the model: spike_LEVERAGEx, box_FROM_TO, freshness_BARS .."),
        number(
            "weight", "Share of opened size; for freshness columns USD per USD of open interest"),
        number(
                "low",
                "10 % point of the block bootstrap of days, or of a pooled law the smallest of its"
                    + " symbols; null if the model has no draws: only the published one has")
            .optional(),
        number("high", "90 % point, or of a pooled law the largest; null without draws").optional(),
        flag(
            "poorly_determined",
            "False if high <= 4 x low over the draws, low is above 0 and at least 100 rows with"
                + " forced orders on at least 14 days entered. True otherwise: without draws and"
                + " for a pooled law too"),
        date("trained_from", "First day of the training window"),
        date("trained_to", "Last day of the training window, the day before valid_from"),
        text("print_scope", "Feed rule of the realised totals it was fitted to"),
        text(
            "origin",
            "own; or pooled over N symbols: too few totals, the mean of N laws of the venue and"
                + " product"),
        whole(
            "n",
            "Rows that entered the fit: totals of hours, or of bar and bucket where prints carry"
                + " prices, those of a day and side without any as one; of a pooled law the sum"),
        number("rescale_kappa_usd", "Kappa of the trailing rescale; null if not rescaled")
            .optional(),
        number("rescale_realised_usd", "Decayed sum of realised totals at trained_to").optional(),
        number("rescale_predicted_usd", "Decayed sum of unrescaled predictions at trained_to")
            .optional(),
        text("run_id", "Run that fitted it"),
        instant("fitted_ts", "When, UTC; of two fits of one valid_from the later one counts"));
  }

  static LakeTable leverageLawDraws() {
    return LakeTables.ofInstrument(
        "leverage_law_draws",
        "Weights of block-bootstrap refits of the published model: bands are quantiles over draws;"
            + " rows are only added",
        "fitted_ts",
        List.of("valid_from", "fit_id", "model", "side", "component", "draw"),
        date("valid_from", "First UTC day on which the fit is used"),
        text("fit_id", "Fit, as in leverage_law"),
        text("model", "Name of the model, or MODEL@HORIZON, as in leverage_law"),
        text("side", "long or short"),
        text("component", "Column of the model"),
        integer("draw", "Number of the draw from 0; one draw has one weight a component"),
        number("weight", "Weight in this draw"),
        instant("fitted_ts", "When, UTC"));
  }

  static LakeTable zones() {
    return LakeTables.ofInstrument(
        "zones",
        "Hot and thin zones of the map at each full hour: runs of cells far above or below the"
            + " null, the mean of the same side's cells at like distances",
        "ts",
        List.of("model", "ts", "side", "zone"),
        instant("ts", "Instant of the map, UTC"),
        text("model", "Name of the model"),
        text("side", "long or short: the position that is forced"),
        integer("zone", "Number from 1 at the price outwards, by side"),
        text("kind", "hot or thin"),
        number("price_low", "Lower edge, quote units"),
        number("price_high", "Upper edge, quote units"),
        number(
            "distance_percent",
            "From the price to the nearest edge, percent of the price; 0 if the price is within"),
        number("mass_usd", "Expected forced notional of all cells of the zone, USD"),
        number("low_usd", "10 % point of the mass over draws; null before a calibration")
            .optional(),
        number("high_usd", "90 % point of the mass over draws; null before a calibration")
            .optional(),
        number(
            "null_usd",
            "What the same cells would hold if each held the mean of this map's own cells of its"
                + " side at like distances (within a factor of 1.6), USD"),
        number("excess_usd", "mass_usd less null_usd; negative for thin zones"),
        instant(
                "untouched_since",
                "Last time price was in or beyond the zone. Price sweeps what it touches, so all"
                    + " positions of the zone were entered between then and ts; how many of them"
                    + " on which day is not kept. Null if never seen")
            .optional(),
        number("age_hours", "Hours since untouched_since; null if never seen").optional(),
        number(
                "share_leverage_over_50",
                "Share of the mass of components within 2 % of entry; the four shares are null if"
                    + " the zone has no mass")
            .optional(),
        number("share_leverage_20_to_50", "Share of components 2 to 5 % from entry").optional(),
        number("share_leverage_under_20", "Share of components over 5 % from entry").optional(),
        number("share_freshness", "Share of the mass that no position of the book explains")
            .optional(),
        text("fit_id", "Fit of the law"));
  }

  static LakeTable fragility() {
    return LakeTables.ofInstrument(
        "fragility",
        "Expected forced notional between the price and a move away from it, at each map",
        "ts",
        List.of("model", "ts", "side", "move_percent"),
        instant("ts", "Instant of the map, UTC"),
        text("model", "Name of the model"),
        text("side", "long: the price falls; short: it rises"),
        number("move_percent", "Size of the move, percent of the price"),
        number("expected_usd", "Expected forced notional on the way, USD"),
        number("low_usd", "10 % point over draws of the law; null before a calibration").optional(),
        number("high_usd", "90 % point over draws of the law; null before a calibration")
            .optional(),
        number(
                "share_of_open_interest_percent",
                "expected_usd in percent of open interest at ts in USD; null if none was seen")
            .optional(),
        text("fit_id", "Fit of the law"));
  }

  static LakeTable prediction() {
    return LakeTables.ofInstrument(
        "heatmap_prediction",
        "Predicted and realised forced notional of each window, side, model and horizon: what"
            + " scores are made of",
        "day",
        List.of("day", "horizon", "model", "ts", "side"),
        date("day", "UTC day of the window"),
        instant("ts", "Start of the window, UTC"),
        text(
            "horizon",
            "path_5m (where prints carry prices), path_1h: five minutes or an hour, given the price"
                + " path; map_1h, map_4h, map_24h: the map that stood at ts against what was hit in"
                + " the 1, 4 or 24 hours from ts on"),
        text("model", "Name of the model"),
        text("side", "long or short"),
        number("predicted_usd", "Predicted notional, USD"),
        number("low_usd", "10 % point over draws of the law; null if the model has none")
            .optional(),
        number("high_usd", "90 % point over draws of the law; null if the model has none")
            .optional(),
        number(
                "realised_usd",
                "Realised total of print_scope; null if the recording did not hear all of the"
                    + " window, or no total was published")
            .optional(),
        whole(
                "prints",
                "path_1h: prints of the hour and side whose price is known, on days with any; null"
                    + " in other windows and days")
            .optional(),
        number(
                "location_log_likelihood",
                "Sum over these prints of the log-probability that the model gives to their bucket,"
                    + " among the buckets that their five minutes crossed; null where prints is")
            .optional(),
        text("fit_id", "Fit that predicted it, from earlier days only"),
        text("print_scope", "Feed rule of the realised total; none if the day has none"));
  }

  static LakeTable score() {
    return LakeTables.ofInstrument(
        "heatmap_score",
        "Score of the published model against each baseline, and of each other model against"
            + " fine_freshness, over the 30 days that end with day, from predictions of laws fitted"
            + " on earlier days",
        "day",
        List.of("day", "horizon", "model", "baseline"),
        date("day", "UTC day, the last of the window"),
        text("model", "Name of the model"),
        text("baseline", "Model it is held against"),
        SCORED_HORIZON,
        number("skill", "1 - deviance / deviance of the baseline; above 0 = better").optional(),
        number("skill_low", "2.5 % point of the bootstrap of days; null under 10 days").optional(),
        number("skill_high", "97.5 % point of the bootstrap of days").optional(),
        text("interval_reason", "Why there is a skill and no interval").optional(),
        number("day_skill", "Skill on this day alone; null without totals").optional(),
        number("deviance", "Quasi-Poisson deviance of the model, millions of USD").optional(),
        number("baseline_deviance", "The same of the baseline").optional(),
        number("r2", "Share of variance explained, no refit; null if realised is constant")
            .optional(),
        number("spearman", "Rank correlation; null if either is constant").optional(),
        number("ratio", "Sum predicted / sum realised; null if nothing was realised").optional(),
        number(
                "hot_precision",
                "Share of the tenth of rows with the largest predictions that are"
                    + " in the tenth with the largest totals; null under 10 rows")
            .optional(),
        whole(
                "location_prints",
                "Prints whose price is known; null where the realised totals carry no prices")
            .optional(),
        number(
                "location_gain",
                "Mean gain of log-likelihood per print over the baseline, of the bucket given the"
                    + " path of five minutes: above 0 = knows better where prints fall; null"
                    + " under 200 prints")
            .optional(),
        number(
                "location_gain_low",
                "2.5 % point of the bootstrap of days with prints; null under 10 days")
            .optional(),
        number("location_gain_high", "97.5 % point of the bootstrap of days").optional(),
        text("location_reason", "Why the gain or its interval is null").optional(),
        number(
                "band_coverage",
                "Share of the ten tenths whose realised total lies in its band of nominal"
                    + " 80 %, see heatmap_reliability")
            .optional(),
        text("band_reason", "Why the coverage is null").optional(),
        whole("n", "Rows with a realised total that both predicted; all of them if there are none"),
        integer("days", "Days of these rows"),
        text("reason", "Why there is no skill, or no score at all").optional(),
        text("print_scope", "Feed rule of the realised totals"));
  }

  static LakeTable reliability() {
    return LakeTables.ofInstrument(
        "heatmap_reliability",
        "Predicted and realised totals by tenth of the prediction over the 30 days that end with"
            + " day; none under 10 rows",
        "day",
        List.of("day", "horizon", "model", "decile"),
        date("day", "UTC day, the last of the window"),
        text("model", "Name of the model"),
        SCORED_HORIZON,
        integer("decile", "1 = smallest predictions .. 10 = largest"),
        number("predicted_usd", "Sum of predictions, USD"),
        number(
                "low_usd",
                "10 % point of the total: spread of the law and noise of daily totals; null if"
                    + " the model has no draws")
            .optional(),
        number("high_usd", "90 % point of the total").optional(),
        number("realised_usd", "Sum of realised totals, USD"),
        whole("n", "Rows"));
  }
}
