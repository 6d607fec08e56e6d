package io.treadmill.jobs.heatmap;

import io.treadmill.book.map.MapGrid;
import io.treadmill.book.position.BookState;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.replay.Horizon;
import io.treadmill.book.replay.InstrumentLaw;
import io.treadmill.book.replay.InstrumentReplay;
import io.treadmill.book.replay.TrainingHistory;
import io.treadmill.conf.Settings;
import io.treadmill.jobs.instrument.AggregateTotals;
import io.treadmill.jobs.instrument.InstrumentDays;
import io.treadmill.jobs.instrument.InstrumentRow;
import io.treadmill.jobs.instrument.ModelSettings;
import io.treadmill.market.Instrument;
import io.treadmill.market.UtcDays;
import io.treadmill.market.contract.Register;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;

/** Folds the sorted rows of one instrument through its book, a day at a time. */
final class BookFunction implements FlatMapGroupsFunction<String, InstrumentRow, Row> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<Plan> shared;

  /**
   * What the fold of every instrument needs.
   *
   * @param parameters parameter set
   * @param grid grid of the maps
   * @param settings all settings
   * @param days days of the run; earlier rows only fill the baselines
   * @param ended last day of books that ended more than a day before the days, by instrument as
   *     text: no bars came since
   * @param laws laws in force, by instrument as text and first day of use
   * @param aggregates totals of aggregators, of the days of the run and those before it
   * @param register what is known of contracts
   */
  record Plan(
      ParameterSet parameters,
      MapGrid grid,
      Settings settings,
      UtcDays days,
      Map<String, LocalDate> ended,
      Map<String, NavigableMap<LocalDate, InstrumentLaw>> laws,
      AggregateTotals aggregates,
      Register register)
      implements Serializable {
    /** Returns the plan with the last days of books that ended before the run. */
    Plan after(Map<String, LocalDate> endedBooks) {
      return new Plan(parameters, grid, settings, days, endedBooks, laws, aggregates, register);
    }

    /** Returns what the days of every instrument are computed by. */
    InstrumentReplay.Rules rules() {
      return new InstrumentReplay.Rules(
          parameters,
          grid,
          settings.heatmap().horizons().stream().map(Horizon::ofMap).toList(),
          settings.book().warmUpDays(),
          settings.calibration().warmUpDays());
    }
  }

  /** Makes the function; laws are large, and every task of every write carries this function. */
  BookFunction(Broadcast<Plan> shared) {
    this.shared = shared;
  }

  @Override
  public Iterator<Row> call(String key, Iterator<InstrumentRow> rows) {
    return new Fold(Instrument.parse(key), rows);
  }

  /** One pass over one instrument; holds the rows of one day and bars of the training window. */
  private final class Fold implements Iterator<Row> {
    private final Plan plan = shared.value();
    private final FoldOutput output;
    private final InstrumentDays input;
    private final InstrumentReplay book;
    private final LocalDate ended;
    private final List<Row> ready = new ArrayList<>();
    private int given;
    private boolean started;

    Fold(Instrument instrument, Iterator<InstrumentRow> rows) {
      Settings settings = plan.settings();
      this.output =
          new FoldOutput(instrument, plan.parameters().id(), settings.heatmap().stepBp() / 10);
      this.input = new InstrumentDays(instrument, rows, settings.book(), plan.aggregates());
      this.ended = plan.ended().get(instrument.toString());
      if (ended != null) {
        input.followBarsTo(ended);
      }
      this.book =
          new InstrumentReplay(
              plan.rules(),
              instrument,
              ModelSettings.contract(instrument, plan.register()),
              input.tiers(),
              plan.laws().getOrDefault(instrument.toString(), new TreeMap<>()));
    }

    @Override
    public boolean hasNext() {
      while (given == ready.size() && input.hasNext()) {
        ready.clear();
        given = 0;
        run(input.next());
      }
      return given < ready.size();
    }

    @Override
    public Row next() {
      return ready.get(given++);
    }

    private void run(TrainingHistory.Day held) {
      LocalDate day = held.steps().day();
      if (day.isBefore(plan.days().from())) {
        book.remember(held);
        return;
      }
      if (!started) {
        book.start(startState(day));
        started = true;
      }
      output.emit(book.run(held), ready::add);
    }

    /** The state before the run; empty if it is not there. */
    private BookState startState(LocalDate day) {
      return input.state().isEmpty()
          ? book.empty(ended == null ? day.minusDays(1) : ended)
          : BookState.fromRows(
              plan.parameters().id(),
              plan.days().from().minusDays(1),
              book.components(day).count(),
              input.state());
    }
  }
}
