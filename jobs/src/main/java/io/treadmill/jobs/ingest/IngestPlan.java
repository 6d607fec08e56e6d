package io.treadmill.jobs.ingest;

import io.treadmill.jobs.ingest.format.IngestRequest;
import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.jobs.ingest.vendors.InstrumentListFiles;
import io.treadmill.jobs.ingest.vendors.Vendors;
import io.treadmill.market.contract.Register;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * What the files of an import are taken for.
 *
 * @param files what is read
 * @param refused what should be and cannot
 * @param requests the request of each path that is read
 * @param notes what is left out
 */
record IngestPlan(
    List<SourceFile> files,
    List<FileFinder.Refused> refused,
    Map<String, IngestRequest> requests,
    List<String> notes) {
  private static final int MOST_SYMBOLS = 4;
  private static final String LINE = "%-12s %-34s %-14s %-16s %7s  %-26s %s";

  /** Files that are alike. */
  private record Group(String vendor, String kind, String venue, String product) {}

  /**
   * Looks at all files of the requests; of one that two requests find the last says the options.
   */
  static IngestPlan of(List<IngestRequest> requests, Register register, Configuration conf) {
    List<SourceFile> files = new ArrayList<>();
    List<FileFinder.Refused> refused = new ArrayList<>();
    Map<String, IngestRequest> byPath = new HashMap<>();
    List<String> notes = new ArrayList<>();
    for (IngestRequest request : requests) {
      FileFinder finder = new FileFinder(request, register, conf);
      List<SourceFile> found = finder.find();
      found.forEach(file -> byPath.put(file.path(), request));
      files.addAll(found);
      refused.addAll(finder.refused());
      notes.addAll(finder.notes());
    }
    IngestPlan plan = new IngestPlan(files, refused, byPath, notes);
    if (requests.stream().anyMatch(request -> request.vendor().equals(Vendors.AUTO))) {
      notes.addAll(0, plan.table());
    }
    return plan;
  }

  /** Returns the paths of files that are read though they were imported before. */
  Set<String> forced() {
    return requests.entrySet().stream()
        .filter(entry -> entry.getValue().isForced())
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** Returns true if lists of instruments are among the files. */
  boolean hasLists() {
    return files.stream().anyMatch(IngestPlan::isList);
  }

  /** Returns the lists of instruments alone. */
  IngestPlan lists() {
    return new IngestPlan(
        files.stream().filter(IngestPlan::isList).toList(), List.of(), requests, notes);
  }

  /** Returns the plan without the lists of instruments. */
  IngestPlan withoutLists() {
    return new IngestPlan(
        files.stream().filter(file -> !isList(file)).toList(), refused, requests, notes);
  }

  private static boolean isList(SourceFile file) {
    return file.vendor().equals(InstrumentListFiles.NAME);
  }

  /** Returns what the files are taken for, a line for those that are alike. */
  List<String> table() {
    Map<Group, List<SourceFile>> groups =
        files.stream()
            .collect(
                Collectors.groupingBy(
                    file ->
                        new Group(
                            file.vendor(),
                            file.kind().replace(':', ' '),
                            Objects.requireNonNullElse(file.venue(), "by row"),
                            Objects.requireNonNullElse(file.product(), "by row")),
                    () ->
                        new TreeMap<>(
                            Comparator.comparing(Group::vendor)
                                .thenComparing(Group::kind)
                                .thenComparing(Group::venue)
                                .thenComparing(Group::product)),
                    Collectors.toList()));
    List<String> lines = new ArrayList<>();
    lines.add(LINE.formatted("taken for", "kind", "venue", "product", "files", "symbols", "days"));
    groups.forEach(
        (group, of) ->
            lines.add(
                LINE.formatted(
                    group.vendor(),
                    group.kind(),
                    group.venue(),
                    group.product(),
                    of.size(),
                    symbols(of),
                    days(of))));
    return lines.stream().map(String::stripTrailing).toList();
  }

  /** Returns the table, the refused files with their reasons, and what is left out. */
  List<String> lines() {
    List<String> lines = new ArrayList<>(notes);
    if (lines.stream().noneMatch(line -> line.startsWith("taken for"))) {
      lines.addAll(0, table());
    }
    refused.forEach(one -> lines.add("refused %s: %s".formatted(one.file().path(), one.reason())));
    return lines;
  }

  private static String symbols(Collection<SourceFile> files) {
    Set<String> symbols = new TreeSet<>();
    files.forEach(file -> symbols.add(Objects.requireNonNullElse(file.symbol(), "by row")));
    return symbols.size() <= MOST_SYMBOLS
        ? String.join(" ", symbols)
        : "%d from %s".formatted(symbols.size(), symbols.iterator().next());
  }

  private static String days(Collection<SourceFile> files) {
    TreeSet<LocalDate> days =
        files.stream()
            .flatMap(file -> Stream.of(file.from(), file.to()))
            .filter(Objects::nonNull)
            .collect(Collectors.toCollection(TreeSet::new));
    return switch (days.size()) {
      case 0 -> "by row";
      case 1 -> days.first().toString();
      default -> days.first() + " to " + days.last();
    };
  }
}
