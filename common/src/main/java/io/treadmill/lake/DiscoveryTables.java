package io.treadmill.lake;

import static io.treadmill.lake.TableColumn.date;
import static io.treadmill.lake.TableColumn.flag;
import static io.treadmill.lake.TableColumn.integer;
import static io.treadmill.lake.TableColumn.number;
import static io.treadmill.lake.TableColumn.text;
import static io.treadmill.lake.TableColumn.whole;

import java.util.List;

/** Tables of price discovery, volume shares and the shape of the path. */
public final class DiscoveryTables {
  /** Who finds the price first. */
  public static final LakeTable PRICE_DISCOVERY =
      LakeTables.ofInstrument(
              "price_discovery",
              "Whether the perpetual or spot finds the price first, by clock. Null of each interval: a"
                  + " share of .5 and a lead of 0, nobody leads. Intervals are of 90 percent: of the"
                  + " component share what its test does not reject, of the others from 200 draws of"
                  + " blocks of the window. Shares are given where the window tells one: where a"
                  + " component share of .5 would have a standard error of at most .15",
              "day",
              List.of("day", "pair", "horizon"),
              date("day", "UTC day at whose end the window ends"),
              text(
                  "pair", "Spot market that the perpetual is compared with; none = no spot market"),
              text("horizon", "Clock of the prices: 1m, 5m, 15m or 1h"),
              integer("window_days", "Length of the window in days: 1, 1, 7 or 30 by horizon"),
              number(
                      "information_share_lower",
                      "Information share of the perpetual (Hasbrouck), lower bound: the smaller of both"
                          + " Cholesky orders, the perpetual last if the errors move together")
                  .optional(),
              number("information_share_upper", "Upper bound: the larger of both orders")
                  .optional(),
              number(
                      "information_share",
                      "Middle of the bounds; null if the errors of the two prices correlate by more"
                          + " than .8, where it is near .5 whoever leads")
                  .optional(),
              number("information_share_low", "Low end of the interval of the middle").optional(),
              number("information_share_high", "High end of the interval of the middle").optional(),
              number(
                      "component_share",
                      "Component share of the perpetual (Gonzalo and Granger), its weight in the common"
                          + " price, taken into 0..1; null if all of its interval lies outside")
                  .optional(),
              number("component_share_low", "Low end of its interval, at least 0").optional(),
              number("component_share_high", "High end of its interval, at most 1").optional(),
              number(
                      "component_share_p",
                      "Null: a component share of .5; right however little the window tells, so that it"
                          + " is there where shares are null")
                  .optional(),
              number(
                      "leadership_share",
                      "Information leadership share of the perpetual (Putnins): without the gain of"
                          + " being less noisy; null where the information share is")
                  .optional(),
              number("leadership_share_low", "Low end of its interval").optional(),
              number("leadership_share_high", "High end of its interval").optional(),
              number(
                      "lead_seconds",
                      "Seconds by which the perpetual leads spot, negative if it follows (Hayashi and"
                          + " Yoshida contrast); prices that are older than the end of their step count"
                          + " as following")
                  .optional(),
              number("lead_seconds_low", "Low end of its interval").optional(),
              number("lead_seconds_high", "High end of its interval").optional(),
              number(
                      "half_life_seconds",
                      "Time in which half of a price difference closes; 0 if all of it closes within a"
                          + " step")
                  .optional(),
              integer("lags", "Past returns of each market in the regression, by least BIC")
                  .optional(),
              whole("n", "Steps with both prices and their past"),
              text("reason", "Why the information share, or every share, is null").optional(),
              text("lead_reason", "Why the lead is null").optional())
          .byMonth();

  /** How much each class of contract trades. */
  public static final LakeTable VOLUME_SHARE =
      LakeTables.ofAsset(
              "volume_share",
              "Traded notional of a day by class of contract, one side counted, over the markets of the"
                  + " named set alone. A count of all their trades, not a sample: it has no interval",
              "day",
              List.of("day", "class"),
              date("day", "UTC day"),
              text("class", "spot, perp, dated (offshore futures with an expiry) or regulated"),
              number(
                      "notional_usd",
                      "Price x size (linear, spot; USDT and USDC taken as USD), contracts x face value"
                          + " (inverse)")
                  .optional(),
              number("share", "Of the notional of all classes of the set, 0..1").optional(),
              integer("markets", "Markets of the class with bars on the day"),
              integer(
                  "missing_markets", "Markets that traded in the 7 days before and not on the day"),
              number("known_share", "Least share of the day's five-minute steps with a bar, 0..1")
                  .optional(),
              flag("partial", "True if a market is missing or has bars for under .95 of the day"),
              whole("n", "Five-minute bars that were added"),
              text("reason", "Why a value is null").optional())
          .byMonth();

  /** Segments of the market beside each other. */
  public static final LakeTable SEGMENT_COMPARE =
      LakeTables.ofAsset(
              "segment_compare",
              "The largest offshore perpetual, regulated future and spot market of the day in pairs, on"
                  + " the five-minute steps on which both traded. Null of each interval: ratio 1,"
                  + " correlation 0, lead 0. Intervals are of 90 percent, from 200 draws of quarters of hours",
              "day",
              List.of("day", "first_segment", "second_segment"),
              date("day", "UTC day"),
              text("first_segment", "offshore_perp or spot"),
              text("second_segment", "regulated_future or spot"),
              text("first_market", "Its largest market of the day").optional(),
              text("second_market", "Its largest market of the day").optional(),
              number("common_hours", "Hours of the day on which both traded").optional(),
              number("first_volume_usd", "Notional of the first on common steps").optional(),
              number("second_volume_usd", "Notional of the second on common steps").optional(),
              number(
                      "first_volatility",
                      "Square root of the sum of squared log returns of the first on common steps")
                  .optional(),
              number("second_volatility", "The same of the second").optional(),
              number("volatility_ratio", "First over second").optional(),
              number("volatility_ratio_low", "Low end of its interval").optional(),
              number("volatility_ratio_high", "High end of its interval").optional(),
              number("correlation", "Of five-minute log returns").optional(),
              number("correlation_low", "Low end of its interval").optional(),
              number("correlation_high", "High end of its interval").optional(),
              number("lead_seconds", "Seconds by which the first leads; negative if it follows")
                  .optional(),
              number("lead_seconds_low", "Low end of its interval").optional(),
              number("lead_seconds_high", "High end of its interval").optional(),
              whole("n", "Returns in common"),
              text("reason", "Why values are null").optional())
          .byMonth();

  /** Shape of the path of a day. */
  public static final LakeTable PATH_SHAPE =
      LakeTables.ofInstrument(
              "path_shape",
              "Shape of the price path of each day from five-minute closes: jumps, asymmetry, what lies"
                  + " near forced orders",
              "day",
              List.of("day"),
              date("day", "UTC day"),
              number("realised_volatility", "Square root of the sum of squared log returns")
                  .optional(),
              number(
                      "jump_share",
                      "Share of the variance in jumps: 1 - bipower / realised variance, at least 0")
                  .optional(),
              number("jump_p", "Null: no jumps; ratio test of Barndorff-Nielsen and Shephard")
                  .optional(),
              number("down_share", "Share of the variance in falling steps; .5 = symmetric")
                  .optional(),
              number(
                      "down_p",
                      "Null: each step is as likely to fall as to rise by its size; two-sided")
                  .optional(),
              number(
                      "share_near_liquidations",
                      "Share of the variance in the tenth of steps with the largest forced orders; null"
                          + " without totals of every step")
                  .optional(),
              number(
                      "near_liquidations_p",
                      "Null: forced orders fall on any hour of the day; share of the shifts of their"
                          + " series around the day with as large a share. At best 1 / 24 from hourly"
                          + " totals")
                  .optional(),
              whole("n", "Returns"),
              text("reason", "Why a value is null").optional())
          .byMonth();

  private DiscoveryTables() {}

  /** Returns the tables in the order of the dictionary. */
  public static List<LakeTable> all() {
    return List.of(PRICE_DISCOVERY, VOLUME_SHARE, SEGMENT_COMPARE, PATH_SHAPE);
  }
}
