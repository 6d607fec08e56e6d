package io.treadmill.lake;

import static io.treadmill.lake.TableColumn.date;
import static io.treadmill.lake.TableColumn.flag;
import static io.treadmill.lake.TableColumn.instant;
import static io.treadmill.lake.TableColumn.integer;
import static io.treadmill.lake.TableColumn.number;
import static io.treadmill.lake.TableColumn.text;
import static io.treadmill.lake.TableColumn.whole;

import java.util.List;

/** Tables of flushes, episodes, weeks and the clock of funding settlements. */
public final class EpisodeTables {
  /** Bursts of forced orders. */
  public static final LakeTable FLUSH =
      LakeTables.ofInstrument(
              "flush",
              "Bursts of forced orders with an unusual move, and what became of them until 12 h after"
                  + " the end: 15 min of forced orders at least .12 % of open interest and 15 times the"
                  + " mean of 7 days, and a move over 2.5 standard deviations; ends after 30 min"
                  + " without a fifth of the peak",
              "day",
              List.of("start_ts", "side"),
              date("day", "UTC day on which the outcome was complete: 12 h after the end"),
              instant("start_ts", "Start: of the first 15 minutes that the rule holds for"),
              text("side", "long or short: the position that was forced"),
              instant("end_ts", "End of the last five minutes"),
              text(
                  "trigger",
                  "forced: from forced orders of five minutes; volume: none are known, traded volume at"
                      + " least 8 times its mean took their place"),
              integer(
                  "legs", "Legs in its direction, by directional changes of a quarter of its move"),
              number("move_bp", "Log price from the close before to the extreme close, bp"),
              number("forced_usd", "Forced notional of the side as reported, USD").optional(),
              number("forced_low_usd", "Least that was forced: as reported, USD").optional(),
              number(
                      "forced_high_usd",
                      "Sum of high_usd of realised_liquidations, USD: of a throttled feed an"
                          + " estimate and no bound; null where that is null")
                  .optional(),
              text("forced_source", "Feed rule, and five minutes or hours; null without totals")
                  .optional(),
              number("open_interest", "Open interest at the start, coins (linear) or contracts")
                  .optional(),
              number(
                      "open_interest_drop",
                      "Open interest at the start less its least until 30 min after the end, coins or"
                          + " contracts")
                  .optional(),
              number("drop_percent", "The drop in percent of open interest at the start")
                  .optional(),
              number("rebuilt_share", "Share of the drop that was back 6 h after the end")
                  .optional(),
              text(
                      "verdict",
                      "At the end + 6 h: reloaded = two thirds of the drop or more are back; cleared ="
                          + " drop of .5 % or more and under a third is back; else undecided")
                  .optional(),
              text("verdict_4h", "The same rule at the end + 4 h").optional(),
              text("verdict_12h", "The same rule at the end + 12 h").optional(),
              text("verdict_drop_1_percent", "The same at 6 h if only drops of 1 % can be cleared")
                  .optional(),
              number("funding_before", "Last rate settled before the start, fraction an interval")
                  .optional(),
              number("funding_after", "First rate settled after the end, within 12 h").optional(),
              number("taker_imbalance", "(Bought - sold) / volume by aggressors, -1..1").optional(),
              number("half_life_minutes", "Prints after the peak fall by half; fit to 2 h")
                  .optional(),
              number(
                      "realised_over_predicted",
                      "Forced notional over what the published map predicted, given the path")
                  .optional(),
              number("realised_over_predicted_after", "The same in the 2 h after the end")
                  .optional(),
              number(
                      "forced_share",
                      "Forced notional as reported over the drop of open interest in USD; over 1 if"
                          + " positions were opened meanwhile")
                  .optional(),
              number(
                      "forced_share_low",
                      "Least share of closed positions that were forced: low bound over all volume")
                  .optional(),
              number(
                      "forced_share_high",
                      "forced_high_usd over the net drop, at most 1: the most of a full feed, as"
                          + " closes are at least the drop; of a throttled feed an estimate")
                  .optional(),
              number("spot_taker_imbalance", "Of the spot market beside it").optional(),
              number(
                      "spot_share",
                      "Net taker flow of spot over that of both, in the direction of the flush; 0..1")
                  .optional(),
              number("basis_move_bp", "Change of perpetual over spot, bp").optional(),
              text(
                      "origin",
                      "flush: spot gave under a third of the net taker flow and the perpetual led;"
                          + " spot_exodus: over two thirds and the basis moved against it; else mixed")
                  .optional(),
              text("reason", "Why values are null").optional())
          .byMonth();

  /** First legs and what followed. */
  public static final LakeTable TREADMILL_EPISODE =
      LakeTables.ofInstrument(
              "treadmill_episode",
              "Flushes with a first leg of 1.5 % or more (15 min of forced orders at least .08 % of open"
                  + " interest and 8 times the mean, move over 2.5 standard deviations), the bounce and"
                  + " the second leg; they do not overlap",
              "day",
              List.of("start_ts", "direction"),
              date("day", "UTC day on which the outcome was complete: 11 h after known_ts"),
              instant("start_ts", "Start of the flush"),
              text("direction", "down or up: of the first leg"),
              text("trigger", "forced or volume, as in flush"),
              instant("t0", "Best close of the 3 h before"),
              instant("t1", "Extreme close of the first leg"),
              instant(
                  "known_ts",
                  "When the first leg was known: a fifth of it was won back, or 30 min after the flush"),
              instant("t2", "Top of the bounce; null if it did not reach 35 % of the leg")
                  .optional(),
              instant("t3", "Second leg: first close beyond t1 by over 10 % of the first")
                  .optional(),
              instant("t4", "Deepest close until the outcome was complete").optional(),
              number("leg1_bp", "Size of the first leg, bp of log price"),
              number("bounce_bp", "From t1 to t2").optional(),
              number("leg2_beyond_bp", "From t1 to t4: how much deeper").optional(),
              number("bounce_efficiency", "Net move of the bounce / sum of its steps, 0..1")
                  .optional(),
              number(
                      "bounce_largest_step",
                      "Largest five-minute step of the bounce, standard deviations of the 24 h before t0")
                  .optional(),
              flag("orderly", "No step of the bounce beyond 4 standard deviations").optional(),
              number("open_interest_t0", "Open interest, coins or contracts").optional(),
              number("open_interest_t1", "At t1").optional(),
              number("open_interest_t2", "At t2").optional(),
              number("open_interest_t3", "At t3").optional(),
              number("open_interest_t4", "At t4").optional(),
              number("funding_t0", "Last rate settled by t0, fraction an interval").optional(),
              number("funding_t1", "By t1").optional(),
              number("funding_t2", "By t2").optional(),
              number("funding_t3", "By t3").optional(),
              number("funding_t4", "By t4").optional(),
              number(
                      "forced_leg1_usd",
                      "Forced notional of the side from t0 to t1, USD; of hourly totals, the hours"
                          + " touched")
                  .optional(),
              number("forced_leg2_usd", "From t2 to t4").optional(),
              text("forced_source", "Feed rule of both legs; null without totals").optional(),
              flag(
                  "completed", "Bounce of 35 % within 6 h before a new low, second leg within 5 h"),
              number(
                      "matched_chance",
                      "Rate of the same path in 60 windows of the 85 days before that were no flush,"
                          + " matched on volatility of 24 h and 3 h, both directions")
                  .optional(),
              text("reason", "Why values are null").optional())
          .byMonth();

  /** Rate against matched windows. */
  public static final LakeTable TREADMILL_BASE_RATE =
      LakeTables.ofAsset(
              "treadmill_base_rate",
              "Joint rate of bounce and second leg over the episodes of 270 days against windows"
                  + " matched on volatility. Null: each episode completes with the chance that its"
                  + " matched windows give it",
              "day",
              List.of("day"),
              date("day", "UTC day: episodes complete on it or in the 269 days before"),
              number("rate", "Completed episodes / episodes").optional(),
              number("rate_low", "Low end of 90 %, by days with episodes").optional(),
              number("rate_high", "High end of 90 %").optional(),
              number("matched_rate", "Mean chance by matched windows").optional(),
              number("lift", "rate / matched_rate").optional(),
              number("lift_low", "rate_low / matched_rate").optional(),
              number("lift_high", "rate_high / matched_rate").optional(),
              number("p", "Chance of at least as many under the null, one-sided (Poisson-binomial)")
                  .optional(),
              number("z", "Excess over its standard error, episodes of a day taken together")
                  .optional(),
              integer("days_with_episodes", "Days on which an episode began"),
              number("least_lift", "Smallest lift found at 5 % four times out of five with this n")
                  .optional(),
              number(
                      "more_episodes",
                      "Episodes more that would settle a lift as seen, at 5 % four times out of five;"
                          + " null if none was seen")
                  .optional(),
              whole("n_from_volume", "Episodes whose flush was told by volume"),
              whole("n", "Episodes with matched windows"),
              text("reason", "Why values are null").optional())
          .byMonth();

  /** What was rebuilt. */
  public static final LakeTable RELOAD =
      LakeTables.ofInstrument(
              "reload",
              "Open interest rebuilt on the bounce after each flush and each first leg of a treadmill,"
                  + " over what was lost",
              "day",
              List.of("event", "start_ts", "side"),
              date("day", "UTC day on which the outcome was complete: 24 h after the event"),
              text("event", "flush or treadmill: the table that has the event"),
              instant("start_ts", "Start of the event"),
              text("side", "long or short: the position that was forced"),
              number("open_interest_lost", "Coins or contracts; 0 if it did not fall").optional(),
              number(
                  "bounce_minutes", "From the extreme close to the top of the bounce, at most 6 h"),
              number("bounce_share", "Share of the move that was won back").optional(),
              number(
                      "rebuilt_share",
                      "Rebuilt by the top of the bounce / lost; below 0 if it fell on")
                  .optional(),
              number("half_life_minutes", "From the least open interest until half was back")
                  .optional(),
              number(
                      "funding_rebound_bp",
                      "Last rate settled within 24 h less the first after the start, bp an interval")
                  .optional(),
              text("reason", "Why values are null").optional())
          .byMonth();

  /** Weekly totals. */
  public static final LakeTable LIQUIDATION_WEEK =
      LakeTables.ofAsset(
              "liquidation_week",
              "Forced notional of ISO weeks by side, beside earlier weeks of the same feed rule",
              "day",
              List.of("day", "feed_rule", "side"),
              date("day", "Sunday that ends the week"),
              text("iso_week", "Year and week, for example 2026-W04"),
              text("feed_rule", "How prints were reported, or the aggregate and its venues"),
              text("side", "long or short: the position that was forced"),
              number("raw_usd", "Sum as reported; null if an hour of the week has no total")
                  .optional(),
              number("low_usd", "Least that was forced: as reported").optional(),
              number(
                      "high_usd",
                      "Sum of high_usd of realised_liquidations: of a throttled feed an estimate"
                          + " and no bound; null where that is null")
                  .optional(),
              number("floor_usd", "Sum of the hours that have a total"),
              integer("hours_with_totals", "Of 168"),
              number("largest_168h_usd", "Largest 168 h in a row that end in the week").optional(),
              number(
                      "percentile",
                      "Share of earlier whole weeks that were smaller, ties half; no null: a rank among"
                          + " at most 51 weeks since the last rule break")
                  .optional(),
              integer("rank", "1 = the largest so far").optional(),
              integer("n", "Earlier whole weeks it is compared with"),
              number("per_open_interest", "raw_usd / mean open interest of the instruments known")
                  .optional(),
              number("per_volume", "raw_usd / volume of the instruments known").optional(),
              text("instruments_known", "Instruments of the venue set in the lake, joined by +")
                  .optional(),
              text(
                      "rule_breaks",
                      "Days of the year to the week on which a venue changed its feed rule")
                  .optional(),
              text("reason", "Why values are null").optional())
          .byMonth();

  /** Around settlements. */
  public static final LakeTable FUNDING_CLOCK =
      LakeTables.ofInstrument(
              "funding_clock",
              "What happens around funding settlements over 90 days. Null: the same at every other"
                  + " shift of five minutes. Quantities are cut at their 1 % and 99 % quantiles",
              "day",
              List.of("day", "measure", "kind", "offset_minutes"),
              date("day", "UTC day: settlements of it and the 89 days before"),
              text(
                  "measure",
                  "volume (ln USD), range (bp), open_interest_change (bp), open_interest_size (bp,"
                      + " without sign), return (bp), liquidations (bp of open interest); five minutes"),
              text(
                  "kind",
                  "profile: mean at an offset; test: 20 min before the settlement less the hour before"
                      + " that and the hour after; comparison: test of 8 h symbols less that of shorter"
                      + " intervals, over all instruments"),
              integer(
                  "offset_minutes", "Start of the five minutes from the settlement; 0 for tests"),
              integer("interval_minutes", "Time between settlements; 0 in comparisons"),
              number("value", "Mean, or difference of means, in the unit of the measure")
                  .optional(),
              number("low", "Low end of 90 %: of the shifts (profile), by days (tests)").optional(),
              number("high", "High end of 90 %").optional(),
              number("z", "Value of the test / standard deviation of the shifts").optional(),
              number(
                      "p",
                      "Null: same at other shifts, two-sided; comparison: no difference, normal; null if"
                          + " under 19 shifts fit between settlements")
                  .optional(),
              integer("shifts", "Shifts that the test was compared with").optional(),
              whole("n", "Settlements; of comparisons, instruments"),
              text("reason", "Why values are null").optional())
          .byMonth();

  private EpisodeTables() {}

  /** Returns the tables in the order of the dictionary. */
  public static List<LakeTable> all() {
    return List.of(
        FLUSH, TREADMILL_EPISODE, TREADMILL_BASE_RATE, RELOAD, LIQUIDATION_WEEK, FUNDING_CLOCK);
  }
}
