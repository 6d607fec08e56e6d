package io.treadmill.jobs.batch;

import io.treadmill.jobs.contract.Job;
import io.treadmill.lake.ArchiveDataset;
import io.treadmill.lake.Selection;
import io.treadmill.market.UtcDays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;

/** The inputs of jobs as a workspace sees them. Nothing is imported while jobs run. */
final class SessionSources implements JobInputs.Sources {
  private final Workspace workspace;
  private final Map<Part, SortedMap<String, String>> archive = new ConcurrentHashMap<>();

  private record Part(ArchiveDataset dataset, UtcDays days, Selection selection) {}

  SessionSources(Workspace workspace) {
    this.workspace = workspace;
  }

  @Override
  public SortedMap<String, String> archive(
      ArchiveDataset dataset, UtcDays days, Selection selection) {
    return archive.computeIfAbsent(
        new Part(dataset, days, selection),
        part -> workspace.archive().fingerprint(dataset, days, selection));
  }

  @Override
  public Optional<SortedMap<String, String>> further(Job job, UtcDays days, Selection selection) {
    return Optional.of(job.furtherInputs(workspace.context(days, selection)));
  }
}
