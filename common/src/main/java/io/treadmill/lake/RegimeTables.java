package io.treadmill.lake;

import static io.treadmill.lake.TableColumn.date;
import static io.treadmill.lake.TableColumn.flag;
import static io.treadmill.lake.TableColumn.instant;
import static io.treadmill.lake.TableColumn.integer;
import static io.treadmill.lake.TableColumn.number;
import static io.treadmill.lake.TableColumn.text;
import static io.treadmill.lake.TableColumn.whole;

import java.util.List;

/** Tables of funding, regimes and what breaks the loop. */
public final class RegimeTables {
  private static final String WHY = "Why a value is null";

  /** What each settlement says. */
  public static final LakeTable FUNDING_STATE =
      LakeTables.ofInstrument(
              "funding_state",
              "Funding at each settlement: rate, cost of holding, crowding against the past; nothing is"
                  + " scaled without the interval of its own row",
              "ts",
              List.of("ts"),
              instant("ts", "Instant of the settlement, UTC"),
              number(
                  "rate", "Settled rate, fraction of notional per interval; longs pay if positive"),
              number(
                      "interval_minutes",
                      "Interval of this rate in minutes; where its source has none, the time since the"
                          + " settlement before, null if that is longer than the interval of that one")
                  .optional(),
              number("rate_8h", "Rate x 480 / interval_minutes: per 8 hours").optional(),
              number(
                      "premium",
                      "Mean of mark / index - 1 over the interval; null if under half known")
                  .optional(),
              text("formula", "Formula of the venue in force; null where no rule is known")
                  .optional(),
              flag(
                      "at_floor",
                      "True if the rate is interest / divisor of the formula: the premium lay within the"
                          + " clamp and the rate says nothing of crowding; null where no rule is known")
                  .optional(),
              integer(
                  "streak",
                  "Settlements in a row with this sign, at most 90 days; < 0: shorts pay; 0 at rate 0"),
              number("sum_24h", "Sum of rates over 24 h up to it; null unless intervals fill them")
                  .optional(),
              number("sum_7d", "The same over 7 d").optional(),
              number(
                      "percentile_90d",
                      "Share of the settlements of the 90 days before with a lower rate_8h, equal ones"
                          + " counted half, 0..1")
                  .optional(),
              number(
                      "robust_z_90d",
                      "(rate_8h - median) / (1.4826 median absolute deviation), 90 days before")
                  .optional(),
              whole("n", "Settlements with an interval in the 90 days before"),
              text("reason", WHY).optional())
          .byMonth();

  /** State of each hour. */
  public static final LakeTable REGIME =
      LakeTables.ofInstrument(
              "regime",
              "Price x open interest x funding at each full hour: the first state that holds of flush,"
                  + " fragile, crowded, spot_led, short_cover, deleveraging, building, quiet; thresholds"
                  + " from complete days before only",
              "ts",
              List.of("ts"),
              instant("ts", "Instant, a full hour, UTC: trades before it, snapshots at it"),
              text("state", "State; null if a rule asked before cannot be answered").optional(),
              text(
                      "quadrant",
                      "Signs over 4 h: price_up or price_down _ interest_up or interest_down")
                  .optional(),
              number("return_4h", "Log return over 4 h").optional(),
              number("return_z", "Its robust z-score, 7 complete days before").optional(),
              number(
                      "open_interest_change_4h",
                      "Log change over 4 h of open interest in coins/contracts")
                  .optional(),
              number("open_interest_z", "Its robust z-score, 7 complete days before").optional(),
              number(
                      "open_interest_percentile",
                      "Share of the hours of 30 complete days before with a lower level, equal ones"
                          + " counted half, 0..1")
                  .optional(),
              number("funding_8h", "Last settled rate per 8 h, fraction; null without its interval")
                  .optional(),
              number("crowding_z", "Robust z-score of what crowding_source names").optional(),
              text("crowding_source", "premium (4 h, against 7 days) or funding (against 30 days)")
                  .optional(),
              number("spot_share", "Spot over spot + perpetual volume in USD, 4 h").optional(),
              number("spot_flow", "Spot taker buys less sells over volume, 4 h, -1..1").optional(),
              text(
                  "spot_source",
                  "What spot_led needed beside price: flow, volume or none (no spot, or no past of it)"),
              text(
                      "flush_source",
                      "What flushes were looked for in: forced (orders) or volume; null if in neither")
                  .optional(),
              number(
                      "high_volatility_probability",
                      "Filtered probability of the high state, 2-state Markov switching of log hourly"
                          + " variance, fitted to the 60 days before Monday; null with under 20 of them")
                  .optional(),
              text("reason", "Why there is no state").optional())
          .byMonth();

  /** What states are followed by. */
  public static final LakeTable REGIME_STATISTICS =
      LakeTables.ofInstrument(
              "regime_statistics",
              "Share of time, dwell and what follows each state over at most 330 days up to the day;"
                  + " intervals are 90 %, stationary bootstrap of whole days, made wider by the t of"
                  + " their number of blocks",
              "day",
              List.of("day", "state", "horizon_hours"),
              date("day", "UTC day: nothing after its end enters"),
              text("state", "State"),
              integer("horizon_hours", "Hours that follow: 1, 4, 24, 168"),
              number("time_share", "Share of the hours with a state").optional(),
              number("time_share_low", "Low end of its interval").optional(),
              number("time_share_high", "High end of its interval").optional(),
              number("dwell_hours", "Mean length of a visit with both ends seen, hours").optional(),
              number("dwell_low", "Low end: normal interval of the log of the mean").optional(),
              number("dwell_high", "High end").optional(),
              number("mean_return", "Mean log return over the horizon").optional(),
              number("mean_return_low", "Low end of its interval").optional(),
              number("mean_return_high", "High end of its interval").optional(),
              number("range", "Geometric mean of ln(highest / lowest price) over the horizon")
                  .optional(),
              number("range_low", "Low end of its interval").optional(),
              number("range_high", "High end of its interval").optional(),
              number(
                      "liquidations_per_range",
                      "Forced notional over what the realised range, volatility of 24 h and 4 h before"
                          + " and hour of the day make likely, a factor (log residual); hours with none"
                          + " left out")
                  .optional(),
              number("liquidations_low", "Low end of its interval").optional(),
              number("liquidations_high", "High end of its interval").optional(),
              number(
                      "liquidations_p",
                      "Null: all labels moved in time together (circular shift, 199); two-sided")
                  .optional(),
              number(
                      "liquidations_p_holm",
                      "The same, corrected by Holm for the states of a horizon")
                  .optional(),
              text("feed_rule", "Feed of liquidations that knows the most hours; null without one")
                  .optional(),
              whole("n_hours", "Hours in the state"),
              whole("n_visits", "Separate visits"),
              whole("n_returns", "Hours in the state with a complete return"),
              whole("n_liquidations", "Hours in the state with a complete outcome of liquidations"),
              text("reason", WHY).optional())
          .byMonth();

  /** Which state follows which. */
  public static final LakeTable REGIME_TRANSITION =
      LakeTables.ofInstrument(
              "regime_transition",
              "Which state follows which when one ends, over at most 330 days up to the day",
              "day",
              List.of("day", "from_state", "to_state"),
              date("day", "UTC day: nothing after its end enters"),
              text("from_state", "State that ended"),
              text("to_state", "State that followed, another one"),
              whole("count", "Times that it followed"),
              whole("n", "Times that the first ended in a known state"),
              number("probability", "count / n").optional(),
              number("low", "Low end of the 90 % interval (Wilson)").optional(),
              number("high", "High end").optional(),
              number(
                      "null_probability",
                      "Null: the next state does not depend on the one that ended (quasi-independence)")
                  .optional(),
              number("p", "Exact binomial against null_probability, two-sided").optional(),
              number("p_holm", "The same, corrected by Holm for the pairs").optional(),
              text("reason", WHY).optional())
          .byMonth();

  /** What breaks the loop. */
  public static final LakeTable CIRCUIT_BREAKER =
      LakeTables.ofInstrument(
              "circuit_breaker",
              "What may break the loop of forced sales, on or off at the end of each day with its"
                  + " own inputs (null in the rows of the other breakers), and the hazard of a second"
                  + " leg after a flush with it on against off",
              "day",
              List.of("day", "breaker"),
              date("day", "UTC day: nothing after its end enters"),
              text("breaker", "deleveraging, spot_absorption or volatility_regime"),
              flag(
                      "is_on",
                      "deleveraging: three days in a row open interest 10 % or more under its peak,"
                          + " |funding z| < 1, bursts at most usual; spot_absorption: spot takers buy"
                          + " while perpetual takers sell and impact ratio at most usual;"
                          + " volatility_regime: low state likelier")
                  .optional(),
number(
                      "open_interest_from_peak_percent",
                      "Last hour against the peak of 90 days with it, percent")
                  .optional(),
              number(
                      "funding_z",
                      "Robust z-score of the day's last settled rate per 8 h, 90 days before it")
                  .optional(),
              number(
                      "burst_percent",
                      "95th percentile of hourly forced notional over open interest, 7 days, percent")
                  .optional(),
              number("usual_burst_percent", "Median of that over the 90 days before").optional(),
              number(
                      "spot_imbalance",
                      "Spot taker buys less sells over volume in hours when perpetual takers sell, 7 d")
                  .optional(),
              number(
                      "spot_impact_bp",
                      "Kyle's lambda of spot, 7 d, bp per million USD of taker flow")
                  .optional(),
              number("perpetual_impact_bp", "Kyle's lambda of the perpetual").optional(),
              number(
                      "usual_impact_ratio",
                      "Median of spot / perpetual impact over the 90 days before")
                  .optional(),
              number("high_volatility_probability", "Filtered, at 23:00; null with under 20 days")
                  .optional(),
              number(
                      "second_leg_hazard_ratio",
                      "Hazard of a second leg per hour after a bounced flush of 1 % or more with the"
                          + " breaker on the day before, over the same with it off; 260 days")
                  .optional(),
              number("hazard_low", "Low end of its 90 % interval").optional(),
              number("hazard_high", "High end").optional(),
              number("hazard_p", "Null: ratio 1; exact conditional binomial, two-sided").optional(),
              whole("n_events", "Bounced flushes with the breaker known"),
              text("reason", "Why the breaker is unknown, or what it was decided without").optional(),
              text("hazard_reason", "Why there is no hazard ratio").optional())
          .byMonth();

  private RegimeTables() {}

  /** Returns the tables in the order of the dictionary. */
  public static List<LakeTable> all() {
    return List.of(FUNDING_STATE, REGIME, REGIME_STATISTICS, REGIME_TRANSITION, CIRCUIT_BREAKER);
  }
}
