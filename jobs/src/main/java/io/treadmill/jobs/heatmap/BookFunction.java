package io.treadmill.jobs.heatmap;

import io.treadmill.book.map.MapGrid;
import io.treadmill.book.position.BookState;
import io.treadmill.book.position.ParameterSet;
import io.treadmill.book.replay.InstrumentReplay;
import io.treadmill.book.replay.StoredLaw;
import io.treadmill.book.replay.TierHistory;
import io.treadmill.conf.Settings;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.instrument.AggregateTotals;
import io.treadmill.jobs.instrument.DayCollector;
import io.treadmill.jobs.instrument.FoldRow;
import io.treadmill.jobs.instrument.ModelSettings;
import io.treadmill.market.Instrument;
import io.treadmill.market.Product;
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
final class BookFunction implements FlatMapGroupsFunction<String, Row, Row> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<Plan> shared;

  /**
   * What the fold of every instrument needs.
   *
   * @param parameters parameter set
   * @param grid grid of the maps
   * @param settings all settings
   * @param days days of the run; earlier rows only fill the baselines
   * @param laws laws in force, by instrument as text and first day of use
   * @param aggregates totals of aggregators, of the days of the run and those before it
   * @param register what is known of contracts
   */
  record Plan(
      ParameterSet parameters,
      MapGrid grid,
      Settings settings,
      UtcDays days,
      Map<String, NavigableMap<LocalDate, StoredLaw>> laws,
      AggregateTotals aggregates,
      Register register)
      implements Serializable {
    /** Returns what the days of every instrument are computed by. */
    InstrumentReplay.Rules rules() {
      return new InstrumentReplay.Rules(
          parameters, grid, settings.book().warmUpDays(), settings.calibration().warmUpDays());
    }
  }

  /** Makes the function; laws are large, and every task of every write carries this function. */
  BookFunction(Broadcast<Plan> shared) {
    this.shared = shared;
  }

  @Override
  public Iterator<Row> call(String key, Iterator<Row> rows) {
    String[] names = key.split("/", 3);
    return new Fold(new Instrument(names[0], Product.of(names[1]), names[2]), rows);
  }

  /** One pass over one instrument; holds the rows of one day and bars of the training window. */
  private final class Fold implements Iterator<Row> {
    private final Plan plan = shared.value();
    private final Instrument instrument;
    private final Iterator<Row> input;
    private final FoldOutput output;
    private final List<BookState.Cell> cells = new ArrayList<>();
    private final TierHistory tiers;
    private final InstrumentReplay book;
    private final List<Row> ready = new ArrayList<>();
    private int given;
    private DayCollector collected;
    private boolean started;
    private boolean ended;

    Fold(Instrument instrument, Iterator<Row> input) {
      this.instrument = instrument;
      this.input = input;
      this.output =
          new FoldOutput(
              instrument, plan.parameters().id(), plan.settings().heatmap().stepBp() / 10);
      this.tiers = new TierHistory(plan.settings().book().maxLeverage(instrument.venue()));
      this.book =
          new InstrumentReplay(
              plan.rules(),
              instrument,
              ModelSettings.contract(instrument, plan.register()),
              tiers,
              plan.laws().getOrDefault(instrument.toString(), new TreeMap<>()));
    }

    @Override
    public boolean hasNext() {
      while (given == ready.size() && !ended) {
        ready.clear();
        given = 0;
        read();
      }
      return given < ready.size();
    }

    @Override
    public Row next() {
      return ready.get(given++);
    }

    private void read() {
      if (!input.hasNext()) {
        ended = true;
        runCollected();
        return;
      }
      FoldRow row = new FoldRow(input.next());
      switch (row.kind()) {
        case STATE -> cells.add(cell(row));
        case TIER -> row.addTo(tiers);
        case BAR, PROFILE, OPEN_INTEREST, MARK, REALISED -> {
          LocalDate day = row.day();
          if (collected == null || !collected.day().equals(day)) {
            runCollected();
            collected = new DayCollector(day);
            plan.aggregates().addTo(collected.totals(), instrument, day);
          }
          collected.add(row);
        }
      }
    }

    private void runCollected() {
      if (collected == null || !collected.hasBars()) {
        return;
      }
      if (collected.day().isBefore(plan.days().from())) {
        book.remember(collected.held());
        return;
      }
      if (!started) {
        book.start(startState(collected.day()));
        started = true;
      }
      try {
        output.emit(book.run(collected.held()), ready::add);
      } catch (InstrumentReplay.MissingDays e) {
        throw UserError.input(e.getMessage());
      }
    }

    /** The state before the run; empty if it is not there. */
    private BookState startState(LocalDate day) {
      LocalDate before = day.minusDays(1);
      int components = book.components(day).count();
      if (!cells.isEmpty()) {
        return BookState.fromRows(
            plan.parameters().id(), plan.days().from().minusDays(1), components, cells);
      }
      return BookState.start(plan.parameters(), components, before, Double.NaN);
    }

    private static BookState.Cell cell(FoldRow row) {
      return new BookState.Cell(
          row.sideText(), row.text(), row.component(), row.bucket(), row.number("value"));
    }
  }
}
