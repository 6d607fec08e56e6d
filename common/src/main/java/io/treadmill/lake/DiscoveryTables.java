package io.treadmill.lake;

import static io.treadmill.lake.TableColumn.date;
import static io.treadmill.lake.TableColumn.number;
import static io.treadmill.lake.TableColumn.text;
import static io.treadmill.lake.TableColumn.whole;

import java.util.List;

/** Tables of price discovery, volume shares and the shape of the path. */
public final class DiscoveryTables {
  /** Shape of the path of a day. */
  public static final LakeTable PATH_SHAPE =
      LakeTables.ofInstrument(
          "path_shape",
          "Shape of the price path of each day from five-minute closes: jumps, asymmetry, what lies"
              + " near forced orders",
          "day",
          List.of("day"),
          date("day", "UTC day"),
          number("realised_volatility", "Square root of the sum of squared log returns").optional(),
          number(
                  "jump_share",
                  "Share of the variance in jumps: 1 - bipower / realised variance, at least 0")
              .optional(),
          number("jump_p", "Null: no jumps; ratio test of Barndorff-Nielsen and Shephard")
              .optional(),
          number("down_share", "Share of the variance in falling steps; .5 = symmetric").optional(),
          number(
                  "share_near_liquidations",
                  "Share of the variance in the tenth of steps with the largest forced orders; null"
                      + " without totals of every step")
              .optional(),
          whole("n", "Returns"),
          text("reason", "Why a value is null").optional());

  private DiscoveryTables() {}

  /** Returns the tables in the order of the dictionary. */
  public static List<LakeTable> all() {
    return List.of(PATH_SHAPE);
  }
}
