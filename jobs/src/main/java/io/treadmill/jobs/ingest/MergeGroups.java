package io.treadmill.jobs.ingest;

import io.treadmill.jobs.ingest.MergeGroup.Place;
import io.treadmill.jobs.ingest.MergeGroup.Run;
import io.treadmill.jobs.ingest.PublishPlan.DayKey;
import io.treadmill.jobs.ingest.PublishPlan.MergedPart;
import io.treadmill.jobs.ingest.PublishPlan.OldFile;
import io.treadmill.jobs.ingest.SmallMerge.Keyed;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.RowBuffer;
import io.treadmill.lake.RowFile;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Splits what a plan merges into groups of days that no file connects, each a list of sorted runs.
 * Files that are not known to be in order are looked through for the places where it breaks.
 */
final class MergeGroups {
  /** Most runs that a merge has open at a time. */
  private static final int MOST_RUNS = 32;

  /** Most bytes of the files that a merge has open, and of all files that are looked through. */
  private static final long MOST_BYTES = 128L << 20;

  /** So many groups at least share {@link #MOST_BYTES}: some are merged at the same time. */
  private static final int AT_A_TIME = 4;

  private final MergeRules rules;
  private final Configuration conf;
  private final EndingCheck ending;
  private final Map<DayKey, DayKey> parents = new HashMap<>();
  private final Map<DayKey, List<Run>> runs = new TreeMap<>();
  private long bytesToRead;

  private MergeGroups(MergeRules rules, Configuration conf, BooleanSupplier isEnding) {
    this.rules = rules;
    this.conf = conf;
    this.ending = new EndingCheck(isEnding);
  }

  /**
   * Returns the groups; empty if the rows of one are in no order, or too many files would be open.
   *
   * @param staged parts whose rows are merged
   * @param old files of the archive whose rows are merged with them
   * @param isEnding tells that nobody waits for them
   * @throws java.util.concurrent.CancellationException nobody waits
   */
  static Optional<List<MergeGroup>> of(
      MergeRules rules,
      Collection<MergedPart> staged,
      List<OldFile> old,
      Configuration conf,
      BooleanSupplier isEnding)
      throws IOException {
    MergeGroups groups = new MergeGroups(rules, conf, isEnding);
    return groups.read(staged, old) ? groups.narrow() : Optional.empty();
  }

  private boolean read(Collection<MergedPart> staged, List<OldFile> old) throws IOException {
    for (MergedPart merged : staged) {
      TreeSet<Place> places =
          merged.part().days().keySet().stream()
              .map(at -> place(merged.venue(), at))
              .collect(Collectors.toCollection(TreeSet::new));
      List<DayKey> days = places.stream().map(MergeGroups::day).distinct().toList();
      StagedPart part = merged.part();
      if (isInOrder(part, places)) {
        add(days, whole(part, places));
      } else if (!split(days, new FileOf(part.path(), false, part.bytes()))) {
        return false;
      }
    }
    for (OldFile file : old) {
      if (!split(List.of(file.day()), new FileOf(file.path(), true, file.bytes()))) {
        return false;
      }
    }
    return true;
  }

  /** A file that is merged. */
  private record FileOf(String path, boolean isOld, long bytes) {}

  /** The order of a part does not know of files: its symbols share one, or there is but one. */
  private static boolean isInOrder(StagedPart part, Collection<Place> places) {
    boolean isOfOneSymbol =
        part.days().keySet().stream().map(at -> at.product() + "/" + at.symbol()).distinct().count()
            == 1;
    return part.isSorted()
        && (isOfOneSymbol || places.stream().allMatch(place -> place.file().isEmpty()));
  }

  private Place place(String venue, StagedPart.SymbolDay at) {
    String file = rules.file(new DayKey(venue, at.product(), at.day()), at.symbol());
    return new Place(venue, at.product(), at.day().toEpochDay(), file, at.symbol());
  }

  private static DayKey day(Place place) {
    return new DayKey(place.venue(), place.product(), LocalDate.ofEpochDay(place.day()));
  }

  private static Run whole(StagedPart part, TreeSet<Place> places) {
    return new Run(
        part.path(), false, 0, Long.MAX_VALUE, places.first(), places.last(), part.bytes());
  }

  private void add(List<DayKey> days, Run run) {
    days.forEach(day -> parents.put(root(day), root(days.get(0))));
    runs.computeIfAbsent(days.get(0), day -> new ArrayList<>()).add(run);
  }

  private DayKey root(DayKey day) {
    DayKey parent = parents.getOrDefault(day, day);
    if (parent.equals(day)) {
      return day;
    }
    DayKey root = root(parent);
    parents.put(day, root);
    return root;
  }

  /** Looks through a file for its runs; false if they are many, or too much is looked through. */
  private boolean split(List<DayKey> days, FileOf of) throws IOException {
    bytesToRead += of.bytes();
    if (bytesToRead > MOST_BYTES) {
      return false;
    }
    ArchiveDataset dataset = rules.dataset();
    Comparator<Keyed> order = SmallMerge.order(dataset);
    int day = dataset.index("day");
    int found = 0;
    long count = 0;
    long from = 0;
    Place first = null;
    Place last = null;
    try (RowFile rows =
        new RowFile(
            conf,
            new Path(of.path()),
            dataset.columns(),
            new TreeSet<>(DayMerge.order(dataset))::contains)) {
      RowBuffer row = new RowBuffer(dataset.columns());
      RowBuffer before = new RowBuffer(dataset.columns());
      for (; rows.next(row); count++) {
        ending.row();
        Place place = last;
        if (last == null || !last.isOf(row.text(1), row.text(2), row.whole(day))) {
          String file = rules.file(row);
          place = new Place(row.text(0), row.text(1), row.whole(day), file, row.text(2));
        }
        if (count == 0) {
          first = place;
        } else if (order.compare(new Keyed(before, last.file()), new Keyed(row, place.file()))
            > 0) {
          if (++found > MOST_RUNS) {
            return false;
          }
          add(days, new Run(of.path(), of.isOld(), from, count - from, first, last, of.bytes()));
          from = count;
          first = place;
        }
        last = place;
        RowBuffer swap = before;
        before = row;
        row = swap;
      }
    }
    if (count > 0) {
      add(days, new Run(of.path(), of.isOld(), from, count - from, first, last, of.bytes()));
    }
    return true;
  }

  private Optional<List<MergeGroup>> narrow() {
    Map<DayKey, List<Run>> byRoot = new TreeMap<>();
    runs.forEach(
        (day, of) -> byRoot.computeIfAbsent(root(day), root -> new ArrayList<>()).addAll(of));
    Map<DayKey, List<DayKey>> days = new HashMap<>();
    Set.copyOf(parents.keySet())
        .forEach(day -> days.computeIfAbsent(root(day), root -> new ArrayList<>()).add(day));
    long share = MOST_BYTES / Math.max(1, Math.min(AT_A_TIME, byRoot.size()));
    List<MergeGroup> groups = new ArrayList<>();
    for (Map.Entry<DayKey, List<Run>> entry : byRoot.entrySet()) {
      List<Run> of = entry.getValue();
      of.sort(Comparator.comparing(Run::first));
      MergeGroup group = new MergeGroup(rules.of(days.get(entry.getKey())), of);
      if (!group.isNarrow(MOST_RUNS, share)) {
        return Optional.empty();
      }
      groups.add(group);
    }
    return Optional.of(groups);
  }
}
