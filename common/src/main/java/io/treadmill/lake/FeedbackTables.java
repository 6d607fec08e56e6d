package io.treadmill.lake;

import static io.treadmill.lake.TableColumn.date;
import static io.treadmill.lake.TableColumn.instant;
import static io.treadmill.lake.TableColumn.integer;
import static io.treadmill.lake.TableColumn.number;
import static io.treadmill.lake.TableColumn.text;
import static io.treadmill.lake.TableColumn.whole;

import java.util.List;

/** Tables of tests on the map and on forced orders. */
public final class FeedbackTables {
  /** Branching of forced orders. */
  public static final LakeTable SELF_EXCITATION =
      LakeTables.ofInstrument(
              "self_excitation",
              "Forced orders that follow from a forced order beyond what the map says of the path, over"
                  + " the 30 days that end with day",
              "day",
              List.of("day", "side"),
              date("day", "UTC day, the last of the window"),
              text("side", "long or short: the position that was forced"),
              text("feed_rule", "Feed rule of the forced orders; null without any").optional(),
              integer("step_minutes", "Length of a step in minutes").optional(),
              number(
                      "branching",
                      "Followers per forced order, those in later steps and within the step, given"
                          + " the map; model error counts as following. Null: 0, orders are"
                          + " independent given the map and the time of day")
                  .optional(),
              number(
                      "branching_low",
                      "5 % point over draws of days if followers come by one kernel of the same mean"
                          + " lag, which leaves the fewest within the step")
                  .optional(),
              number("branching_high", "95 % point over draws of days").optional(),
              number("branching_later_steps", "Sum of the fitted weights of later steps alone")
                  .optional(),
              number(
                      "branching_without_map",
                      "The same without the map: an upper bound; null 0 is wrong here by construction,"
                          + " as price paths alone make orders cluster")
                  .optional(),
              number("branching_without_map_low", "5 % point, as branching_low").optional(),
              number("branching_without_map_high", "95 % point over draws of days").optional(),
              number(
                      "branching_fano",
                      "1 - sqrt(mean / variance) of prints a step, at least 0: a further upper bound;"
                          + " null for totals in USD")
                  .optional(),
              number(
                      "branching_if_hidden_follow",
                      "Branching if all that the feed hid was followers: 1 - (1 - branching) x"
                          + " reported / high, sums of notional_usd and high_usd of"
                          + " realised_liquidations; high is an estimate, so this is no bound; null"
                          + " where it is null")
                  .optional(),
              number(
                      "per_predicted",
                      "Forced orders per predicted one. Null: 1, the map is calibrated")
                  .optional(),
              number("per_predicted_low", "5 % point over draws of days").optional(),
              number("per_predicted_high", "95 % point over draws of days").optional(),
              number(
                      "residual_dispersion",
                      "Mean of (orders - rate)^2 / rate; 1 = Poisson given the model; in units of the"
                          + " mean step for totals")
                  .optional(),
              number(
                      "residual_autocorrelation",
                      "Lag 1, of standardised residuals; 0 = nothing left")
                  .optional(),
              whole("n", "Steps whose orders, past and prediction are known"),
              text("reason", "Why a value is null").optional())
          .byMonth();

  /** The pre-registered thin-zone test. */
  public static final LakeTable THIN_ZONE_TEST =
      LakeTables.ofInstrument(
              "thin_zone_test",
              "Does a move turn sooner where the map ahead is thin? Event: first five-minute close with"
                  + " a 30 min log return beyond 1 %, none of its direction for 3 h after; all events"
                  + " whose next hour was complete in the 360 days that end with day. venue, product,"
                  + " symbol all: pooled over instruments",
              "day",
              List.of("day", "direction"),
              date("day", "UTC day, the last of the window"),
              text("direction", "down (fixed before), up (mirror) or both"),
              number(
                      "effect",
                      "Partial rank correlation, ranks within each instrument, of thinness with the"
                          + " return against the move over the next hour, the outcome fixed before;"
                          + " volatility of 24 h and size of the move held fixed; negative = thin zones"
                          + " turn sooner. Thinness: the last map before, 1 % ahead of the price / a"
                          + " quarter of 4 % ahead, small = thin. The map reaches 5 % from its own"
                          + " price: if price has moved on by m over 1 % since, the 5 % - m that are"
                          + " left, at least 2 %, stand for the 4 %")
                  .optional(),
              number("effect_low", "5 % point over draws of days").optional(),
              number("effect_high", "95 % point over draws of days").optional(),
              number(
                      "p",
                      "Null: thinness does not matter; permutation over events, from 250 events on its"
                          + " normal limit, two-sided")
                  .optional(),
              number(
                      "p_by_day",
                      "Same null, events of a day depend on each other: signs of days flipped")
                  .optional(),
              number("effect_15m", "Second outcome: 15 minutes").optional(),
              number("p_15m", "Null as for p").optional(),
              number("placebo_day_before", "Effect of the map of 24 h earlier on the same outcome")
                  .optional(),
              number(
                      "placebo_day_before_p",
                      "Null as for p; small = the design is not to be trusted")
                  .optional(),
              number("placebo_other_side", "Effect of the map on the other side of the price")
                  .optional(),
              number("placebo_other_side_p", "Null as for p").optional(),
              number(
                      "taker_effect",
                      "Partial rank correlation of thinness with taker imbalance against the move in"
                          + " the next hour; null without taker sides")
                  .optional(),
              number("taker_p", "Null as for p").optional(),
              number(
                      "realised_per_predicted_thin",
                      "Forced notional of the next hour over its prediction given the path, thinner half"
                          + " of the events; null of the statement: 1")
                  .optional(),
              number("realised_per_predicted_other", "The same of the other half").optional(),
              whole("n", "Events with a map and an outcome"),
              integer("days", "Days with such events"),
              text("reading", "What the numbers say, and what they do not prove"),
              text("reason", "Why a value is null").optional())
          .byMonth();

  /** Does price seek hot zones? */
  public static final LakeTable HUNT_TEST =
      LakeTables.ofInstrument(
              "hunt_test",
              "Odds of price touching a hot zone in an hour, over those of a level of the same side,"
                  + " distance and volatility without one; the nearest hot zone .3 to 5 % away at each"
                  + " eighth hour whose 24 h were complete in the 150 days that end with day. venue,"
                  + " product, symbol all: pooled over instruments",
              "day",
              List.of("day"),
              date("day", "UTC day, the last of the window"),
              number(
                      "hazard_ratio",
                      "Ratio of the odds of a first touch in the next hour over 24 h, hot zone over"
                          + " level, where the book is as thin as in the 30 days before; above 1 ="
                          + " sought. Null: 1")
                  .optional(),
              number(
                      "hazard_ratio_low",
                      "5 % point, errors clustered by two days and their neighbours")
                  .optional(),
              number("hazard_ratio_high", "95 % point").optional(),
              number("p", "Null: the ratio is 1; two-sided").optional(),
              number(
                      "thin_book_ratio",
                      "Factor on the ratio per unit of log range per volume of 24 h over that of 30"
                          + " days; above 1 = sought more when the book is thin. Null: 1")
                  .optional(),
              number("thin_book_ratio_low", "5 % point").optional(),
              number("thin_book_ratio_high", "95 % point").optional(),
              number("thin_book_p", "Null: the factor is 1; two-sided").optional(),
              number("touched_share", "Share of the hot zones touched in 24 h").optional(),
              number("touched_share_level", "Share of their levels touched in 24 h").optional(),
              whole("n", "Hot zones with a level"),
              text("reason", "Why a value is null").optional())
          .byMonth();

  /** What came of hot zones. */
  public static final LakeTable ZONE_OUTCOME =
      LakeTables.ofInstrument(
              "zone_outcome",
              "First touch of each hot zone of the map and what followed; owned by the day on which it"
                  + " was complete, 8 h 5 min after the touch",
              "day",
              List.of("day", "hit_ts", "side", "zone"),
              date("day", "UTC day on which the outcome was complete"),
              instant("hit_ts", "Start of the five minutes that touched it, UTC"),
              text("side", "long or short: the position that is forced"),
              integer("zone", "Number of the zone in the map of map_ts"),
              instant("map_ts", "Instant of the last hourly map at or before the touch"),
              number("price_low", "Lower edge, quote units"),
              number("price_high", "Upper edge, quote units"),
              number("mass_usd", "Expected forced notional of the zone, USD"),
              number("null_usd", "The same under the null of the map, USD"),
              number(
                      "open_interest_start",
                      "Open interest at the start of the touch, base coins (linear) or contracts")
                  .optional(),
              number(
                      "open_interest_drop_percent",
                      "Its start less its least of the next hour, percent of the start")
                  .optional(),
              number(
                      "open_interest_rebuilt_share",
                      "Share of that drop regained 6 h after the touch; null without a drop")
                  .optional(),
              number(
                      "open_interest_change_percent",
                      "6 h after the touch against its start, percent of the start")
                  .optional(),
              number(
                      "realised_usd",
                      "Forced notional of the side in the hour from the touch (the full hour if totals"
                          + " are hourly); null without totals")
                  .optional(),
              text("feed_rule", "Feed of realised_usd; null without totals").optional(),
              number("predicted_usd", "Its prediction by the published map given the path")
                  .optional(),
              number(
                      "realised_per_predicted",
                      "Null: 1, the map is calibrated; null where nothing was predicted")
                  .optional(),
              number(
                      "funding_before",
                      "Last settled rate at the touch, at most 8 h 5 min old, fraction per interval")
                  .optional(),
              number("funding_after", "First settled rate after it, under 8 h 5 min later")
                  .optional(),
              number("funding_change", "After less before").optional(),
              text(
                      "verdict",
                      "cleared: open interest dropped .5 % or more and regained under a third of it in 6"
                          + " h; reloaded: such a drop, two thirds or more regained; else undecided;"
                          + " null without open interest")
                  .optional(),
              whole("n", "Five-minute steps with open interest among those that decide, of 14"),
              text("reason", "Why a value is null").optional())
          .byMonth();

  /** Order of funding, open interest and liquidations. */
  public static final LakeTable SEQUENCE_TEST =
      LakeTables.ofInstrument(
              "sequence_test",
              "Response of one hourly quantity to another some hours before, by local projection with"
                  + " three hours of both held fixed; the 90 days that end with day. Order in time, not"
                  + " cause: price moves both",
              "day",
              List.of("day", "pair", "lag_hours"),
              date("day", "UTC day, the last of the window"),
              text(
                  "pair",
                  "cause_outcome: funding (last settled rate, at most 9 h old), open_interest (log"
                      + " change of coins or contracts), liquidations (log of 1 + forced notional in"
                      + " basis points of open interest)"),
              integer("lag_hours", "Hours from the cause to the outcome"),
              number(
                      "response",
                      "Standard deviations of the outcome per standard deviation of the cause")
                  .optional(),
              number("response_low", "5 % point, stationary bootstrap of days, mean block 3")
                  .optional(),
              number("response_high", "95 % point").optional(),
              number("p", "Null: no response; same draws, two-sided").optional(),
              number("p_holm", "p corrected by Holm for the lags of the pair").optional(),
              text(
                      "feed_rule",
                      "Feed of liquidations: the first, prints before totals, that knows enough hours of"
                          + " the window, else the first; null where the pair has none")
                  .optional(),
              whole("n", "Hours with everything known"),
              text("reason", "Why a value is null").optional())
          .byMonth();

  /** Concentration of forced orders in price. */
  public static final LakeTable LIQUIDATION_CLUSTERING =
      LakeTables.ofInstrument(
              "liquidation_clustering",
              "Concentration of the day's forced orders in price against the same bursts put on 10 bp"
                  + " buckets by the volume traded there; a burst is what was forced of one side in a"
                  + " bucket within five minutes. Orders come in short times, which concentrates them"
                  + " in price too",
              "day",
              List.of("day"),
              date("day", "UTC day"),
              number(
                      "gini",
                      "Gini of forced notional over buckets with volume; 0 even, 1 one bucket")
                  .optional(),
              number("gini_excess", "gini less its mean under the null").optional(),
              number("p", "Null: bursts lie where volume lies; 200 draws, one-sided").optional(),
              number(
                      "entropy_excess",
                      "Relative entropy of forced notional to volume in nats, less its mean under the"
                          + " null")
                  .optional(),
              number("entropy_p", "Null as for p").optional(),
              number("round_share", "Share of forced notional in buckets that hold a round price")
                  .optional(),
              number("round_excess", "round_share less its mean under the null").optional(),
              number("round_p", "Null as for p").optional(),
              number(
                      "round_step",
                      "Distance of round prices, quote units: the power of ten in 1 to 10 % of the"
                          + " price")
                  .optional(),
              whole("n", "Bursts"),
              text("reason", "Why a value is null").optional())
          .byMonth();

  private FeedbackTables() {}

  /** Returns the tables in the order of the dictionary. */
  public static List<LakeTable> all() {
    return List.of(
        SELF_EXCITATION,
        THIN_ZONE_TEST,
        HUNT_TEST,
        ZONE_OUTCOME,
        SEQUENCE_TEST,
        LIQUIDATION_CLUSTERING);
  }
}
