package io.treadmill.jobs.ingest;

import io.treadmill.jobs.ingest.Publisher.Published;
import io.treadmill.jobs.ingest.Revisions.Difference;
import io.treadmill.jobs.ingest.Revisions.Pair;
import io.treadmill.lake.ArchiveDataset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says which sources spoke of the same and differed, and which stands. */
final class Notes {
  private static final int MOST = 5;

  private Notes() {}

  /** Returns lines for the user: the pairs that differ most, by dataset. */
  static List<String> of(Map<ArchiveDataset, Published> published) {
    List<String> notes = new ArrayList<>();
    published.forEach(
        (dataset, done) -> {
          notes.addAll(done.leftOut());
          long conflicts =
              done.counts().values().stream().mapToLong(count -> count.conflicts).sum();
          if (conflicts > 0) {
            notes.add(
                (conflicts == 1
                        ? "%s has the id of another row of its file with other values: it is kept,"
                            + " flagged"
                        : "%s have the id of another row of their file with other values: all are"
                            + " kept, flagged")
                    .formatted(rows(conflicts, dataset)));
          }
          done.absent().entrySet().stream()
              .limit(MOST)
              .forEach(
                  pair ->
                      notes.add(
                          (pair.getValue() == 1
                                  ? "%s of %s is not in its later edition %s: it stays (--replace"
                                      + " removes it)"
                                  : "%s of %s are not in its later edition %s: they stay"
                                      + " (--replace removes them)")
                              .formatted(
                                  rows(pair.getValue(), dataset),
                                  done.precedence().name(pair.getKey().old()),
                                  done.precedence().name(pair.getKey().kept()))));
          List<Map.Entry<Pair, Difference>> pairs =
              done.differences().entrySet().stream()
                  .sorted(
                      Comparator.comparingLong(
                          (Map.Entry<Pair, Difference> entry) -> -entry.getValue().rows()))
                  .toList();
          pairs.stream()
              .limit(MOST)
              .forEach(
                  pair ->
                      notes.add(line(dataset, pair.getKey(), pair.getValue(), done.precedence())));
          if (pairs.size() > MOST) {
            notes.add(
                "%,d rows of %s differ between %,d more pairs of files; see table revisions"
                    .formatted(
                        pairs.stream().skip(MOST).mapToLong(pair -> pair.getValue().rows()).sum(),
                        dataset.folder(),
                        pairs.size() - MOST));
          }
        });
    return notes;
  }

  private static String line(
      ArchiveDataset dataset, Pair pair, Difference difference, Precedence precedence) {
    String largest =
        difference.column() == null
            ? ""
            : String.format(
                Locale.ROOT,
                ", at most by %.3g %% (%s)",
                100 * difference.largest(),
                difference.column());
    boolean isOne = difference.rows() == 1;
    if (pair.old() == pair.kept()) {
      return "%s %s a key of %s with other values%s; see table revisions"
          .formatted(
              rows(difference.rows(), dataset),
              isOne ? "repeats" : "repeat",
              precedence.name(pair.old()),
              largest);
    }
    return (isOne
            ? "%s differs between %s and %s%s: that of %s stands; see table revisions"
            : "%s differ between %s and %s%s: those of %s stand; see table revisions")
        .formatted(
            rows(difference.rows(), dataset),
            precedence.name(pair.old()),
            precedence.name(pair.kept()),
            largest,
            precedence.name(pair.kept()));
  }

  private static String rows(long count, ArchiveDataset dataset) {
    return "%,d %s of %s".formatted(count, count == 1 ? "row" : "rows", dataset.folder());
  }
}
