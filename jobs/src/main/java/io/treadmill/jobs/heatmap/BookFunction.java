package io.treadmill.jobs.heatmap;

import io.treadmill.book.BookFold;
import io.treadmill.book.BookState;
import io.treadmill.book.ContractValue;
import io.treadmill.book.DayResult;
import io.treadmill.book.LeverageComponents;
import io.treadmill.book.LeverageLaw;
import io.treadmill.book.MapGrid;
import io.treadmill.book.ParameterSet;
import io.treadmill.book.PriorLaw;
import io.treadmill.conf.Settings;
import io.treadmill.conf.UserError;
import io.treadmill.market.Instrument;
import io.treadmill.market.MarginTiers;
import io.treadmill.market.Product;
import io.treadmill.market.UtcDays;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.spark.api.java.function.FlatMapGroupsFunction;
import org.apache.spark.sql.Row;

/** Folds the sorted rows of one instrument through its book, a day at a time. */
final class BookFunction implements FlatMapGroupsFunction<String, Row, Row> {
  private static final long serialVersionUID = 1L;
  private static final long BARS_OF_A_DAY = 288;

  private final Plan plan;

  /**
   * What the fold of every instrument needs.
   *
   * @param parameters parameter set
   * @param grid grid of the maps
   * @param cellBuckets 10 bp buckets of a cell
   * @param warmUpDays first days of a book that are marked
   * @param maxLeverage highest leverage by venue, where there are no tiers
   * @param faceUsd face value by inverse symbol
   * @param days days of the run
   * @param lastStates instruments that have a book before the run, as text, and its last day
   */
  record Plan(
      ParameterSet parameters,
      MapGrid grid,
      int cellBuckets,
      int warmUpDays,
      Settings.BookSettings maxLeverage,
      Settings.BarsSettings faceUsd,
      UtcDays days,
      Map<String, LocalDate> lastStates)
      implements Serializable {}

  BookFunction(Plan plan) {
    this.plan = plan;
  }

  @Override
  public Iterator<Row> call(String key, Iterator<Row> rows) {
    String[] names = key.split("/", 3);
    return new Fold(new Instrument(names[0], Product.of(names[1]), names[2]), rows);
  }

  /** One pass over one instrument; holds one day at a time. */
  private final class Fold implements Iterator<Row> {
    private final Instrument instrument;
    private final Iterator<Row> input;
    private final FoldOutput output;
    private final List<BookState.Cell> cells = new ArrayList<>();
    private final NavigableMap<Long, List<MarginTiers.Bracket>> tiers = new TreeMap<>();
    private final List<Row> ready = new ArrayList<>();
    private int given;
    private MarginTiers.CapUnit capUnit = MarginTiers.CapUnit.QUOTE;
    private DayCollector collected;
    private BookState state;
    private boolean ended;

    Fold(Instrument instrument, Iterator<Row> input) {
      this.instrument = instrument;
      this.input = input;
      this.output = new FoldOutput(instrument, plan.parameters().id());
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
      Row row = input.next();
      FoldInput.Kind kind = FoldInput.Kind.values()[row.getInt(row.fieldIndex("kind"))];
      switch (kind) {
        case STATE -> cells.add(cell(row));
        case TIER -> addTier(row);
        case BAR, PROFILE, OPEN_INTEREST, MARK -> {
          LocalDate day = row.getDate(row.fieldIndex("day")).toLocalDate();
          if (collected == null || !collected.day().equals(day)) {
            runCollected();
            collected = new DayCollector(day);
          }
          collected.add(kind, row);
        }
      }
    }

    private void addTier(Row row) {
      capUnit = MarginTiers.CapUnit.of(row.getString(row.fieldIndex("text")));
      tiers
          .computeIfAbsent(row.getLong(row.fieldIndex("at")), day -> new ArrayList<>())
          .add(
              new MarginTiers.Bracket(
                  row.getDouble(row.fieldIndex("a")),
                  row.isNullAt(row.fieldIndex("b"))
                      ? Double.POSITIVE_INFINITY
                      : row.getDouble(row.fieldIndex("b")),
                  row.getDouble(row.fieldIndex("c")),
                  row.getDouble(row.fieldIndex("d")),
                  row.isNullAt(row.fieldIndex("e")) ? 0 : row.getDouble(row.fieldIndex("e"))));
    }

    private void runCollected() {
      if (collected == null || !collected.hasBars()) {
        return;
      }
      LocalDate day = collected.day();
      LeverageComponents components =
          LeverageComponents.of(plan.parameters(), tiersOf(day), instrument.product().isInverse());
      if (state == null) {
        state = startState(day, components.count());
      }
      if (!state.day().equals(day.minusDays(1))) {
        throw UserError.input(
            "Cannot continue the book of "
                + instrument
                + " on "
                + day
                + ": its state is of "
                + state.day()
                + " and the days between have no bars (import them and run"
                + " `treadmill backfill --from "
                + state.day().plusDays(1)
                + "`)");
      }
      boolean warmUp = state.bars() < plan.warmUpDays() * BARS_OF_A_DAY;
      LeverageLaw law = PriorLaw.of(components, day);
      BookFold fold = new BookFold(plan.parameters(), components, law, contract(), state);
      DayResult result = fold.run(collected.steps(), plan.grid());
      String scope = "prior law, scale of " + law.fit().printScope();
      output.emit(result, fold.name(), scope, warmUp, plan.cellBuckets(), ready::add);
      state = result.end();
    }

    private BookState startState(LocalDate day, int components) {
      LocalDate before = day.minusDays(1);
      if (!cells.isEmpty()) {
        return BookState.fromRows(
            plan.parameters().id(), plan.days().from().minusDays(1), components, cells);
      }
      LocalDate last = plan.lastStates().get(instrument.toString());
      if (last != null) {
        throw UserError.input(
            "Cannot continue the book of "
                + instrument
                + " on "
                + day
                + ": no state of "
                + before
                + " in the lake, the last is of "
                + last
                + " (run `treadmill backfill --from "
                + last.plusDays(1)
                + "`)");
      }
      return BookState.start(plan.parameters(), components, before, Double.NaN);
    }

    /** The tiers that were in force; before the first that is archived, the first. */
    private MarginTiers tiersOf(LocalDate day) {
      if (tiers.isEmpty()) {
        return MarginTiers.without(plan.maxLeverage().maxLeverage(instrument.venue()));
      }
      var asOf = tiers.floorEntry(day.toEpochDay());
      return MarginTiers.of(
          capUnit, asOf == null ? tiers.firstEntry().getValue() : asOf.getValue());
    }

    private ContractValue contract() {
      return instrument.product().isInverse()
          ? ContractValue.inverse(plan.faceUsd().faceUsd(instrument.symbol()))
          : ContractValue.linear();
    }

    private BookState.Cell cell(Row row) {
      return new BookState.Cell(
          row.getString(row.fieldIndex("side")),
          row.getString(row.fieldIndex("text")),
          row.getInt(row.fieldIndex("component")),
          row.getInt(row.fieldIndex("bucket")),
          row.getDouble(row.fieldIndex("a")));
    }
  }
}
