package io.treadmill.jobs.heatmap;

import io.treadmill.book.map.MapGrid;
import io.treadmill.book.position.BookState;
import io.treadmill.book.position.ContractValue;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.position.UsualProfile;
import io.treadmill.book.replay.Calibrator;
import io.treadmill.book.replay.InstrumentLaw;
import io.treadmill.book.replay.InstrumentReplay;
import io.treadmill.book.replay.TierHistory;
import io.treadmill.book.replay.TrainingHistory;
import io.treadmill.conf.Settings;
import io.treadmill.conf.SettingsFile;
import io.treadmill.jobs.contract.FeedRecordings;
import io.treadmill.jobs.instrument.AggregateTotals;
import io.treadmill.jobs.instrument.ModelSettings;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
import io.treadmill.market.Side;
import io.treadmill.market.UtcDays;
import io.treadmill.market.contract.Register;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Laws and books of one instrument on {@link MadeUpDays}.
 *
 * @param settings settings of the test; the window of a fit has seven days
 */
record MadeUpBook(Settings settings) {
  static final Instrument INSTRUMENT = new Instrument("here", Product.LINEAR_PERP, "BTCUSDT");

  /** Returns books with coarse maps. */
  static MadeUpBook with(int leastTrainingDays, int warmUpDays, int stepMinutes) {
    Map<String, String> values =
        Map.of(
            "calibration.training-days",
            "7",
            "calibration.least-training-days",
            Integer.toString(leastTrainingDays),
            "calibration.warm-up-days",
            Integer.toString(warmUpDays),
            "calibration.draws",
            "10",
            "heatmap.step-minutes",
            Integer.toString(stepMinutes),
            "heatmap.step-bp",
            "100");
    return new MadeUpBook(SettingsFile.load(null, values).settings());
  }

  /** Returns the law that comes into use on a day. */
  InstrumentLaw fit(List<TrainingHistory.Day> days, LocalDate validFrom) {
    return calibrator(days).fit(validFrom).orElseThrow().law();
  }

  /** Returns what fits laws to days. */
  Calibrator calibrator(List<TrainingHistory.Day> days) {
    TrainingHistory history =
        new TrainingHistory(
            ParameterSet.REAL,
            ContractValue.linear(),
            new TierHistory(100),
            settings.calibration().warmUpDays());
    days.forEach(history::add);
    return new Calibrator(ModelSettings.rule(settings.calibration()), history);
  }

  /** Returns a book under some laws, not started. */
  InstrumentReplay book(UtcDays days, TierHistory tiers, InstrumentLaw... laws) {
    NavigableMap<LocalDate, InstrumentLaw> byDay = new TreeMap<>();
    for (InstrumentLaw law : laws) {
      byDay.put(law.validFrom(), law);
    }
    MapGrid grid = MapGrid.of(settings.heatmap().stepMinutes(), settings.heatmap().stepBp(), 0.3);
    BookFunction.Plan plan =
        new BookFunction.Plan(
            ParameterSet.REAL,
            grid,
            settings,
            days,
            Map.of(),
            Map.of(),
            new AggregateTotals(new FeedRecordings()),
            Register.RULES);
    return new InstrumentReplay(plan.rules(), INSTRUMENT, ContractValue.linear(), tiers, byDay);
  }

  /** Returns the empty state before a day. */
  static BookState empty(InstrumentReplay book, LocalDate day) {
    return BookState.start(
        ParameterSet.REAL, book.components(day).count(), day.minusDays(1), Double.NaN);
  }

  /** Maps of the past that held much and little by turns of distance: all maps have zones. */
  static UsualProfile usual() {
    double[] means = new double[UsualProfile.BINS];
    for (int bin = 0; bin < means.length; bin++) {
      means[bin] = bin % 2 == 0 ? 1 : 1e9;
    }
    UsualProfile usual = UsualProfile.NONE;
    for (int hour = 0; hour < 150; hour++) {
      for (Side side : Side.values()) {
        usual = usual.then(0, side, means).then(4, side, means);
      }
    }
    return usual;
  }

  /** Returns what turns days of a book into rows. */
  static FoldOutput output() {
    return new FoldOutput(INSTRUMENT, ParameterSet.REAL.id(), 10);
  }

  /** Returns a row whose arrays are lists, which can be compared and read. */
  static Row withLists(Row row) {
    Object[] values = new Object[row.size()];
    for (int i = 0; i < values.length; i++) {
      Object value = row.get(i);
      if (value instanceof Row part) {
        value = withLists(part);
      } else if (value instanceof double[] numbers) {
        value = Arrays.stream(numbers).boxed().toList();
      } else if (value instanceof int[] numbers) {
        value = Arrays.stream(numbers).boxed().toList();
      }
      values[i] = value;
    }
    return RowFactory.create(values);
  }
}
