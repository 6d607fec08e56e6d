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
                ("%,d rows of %s have the id of another row of their file with other values: all"
                        + " are kept, flagged")
                    .formatted(conflicts, dataset.folder()));
          }
          done.absent().entrySet().stream()
              .limit(MOST)
              .forEach(
                  pair ->
                      notes.add(
                          ("%,d rows of %s of %s are not in its later edition %s: they stay"
                                  + " (--replace removes them)")
                              .formatted(
                                  pair.getValue(),
                                  dataset.folder(),
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
    if (pair.old() == pair.kept()) {
      return "%,d rows of %s repeat a key of %s with other values%s; see table revisions"
          .formatted(difference.rows(), dataset.folder(), precedence.name(pair.old()), largest);
    }
    return "%,d rows of %s differ between %s and %s%s: those of %s stand; see table revisions"
        .formatted(
            difference.rows(),
            dataset.folder(),
            precedence.name(pair.old()),
            precedence.name(pair.kept()),
            largest,
            precedence.name(pair.kept()));
  }
}
