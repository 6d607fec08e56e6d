package io.treadmill.jobs.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.treadmill.conf.CodeVersion;
import io.treadmill.conf.UserError;
import io.treadmill.jobs.contract.RunContext;
import io.treadmill.market.Fingerprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a site already has: what can be chosen, and of which runs each week is. */
final class SiteState {
  private static final String FILE = "site.json";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * The file.
   *
   * @param madeBy what decides the files beside the tables
   * @param runs hash of the runs of each period
   * @param entries what can be chosen, with its times
   */
  record Kept(String madeBy, Map<String, String> runs, Map<String, Entry> entries) {}

  /** An entry; its folder is its key. */
  record Entry(String asset, String venue, String product, String symbol, List<String> times) {}

  private final String madeBy;
  private final Map<String, String> runs = new TreeMap<>();
  private final Map<String, PageEntry> entries = new TreeMap<>();

  private SiteState(String madeBy) {
    this.madeBy = madeBy;
  }

  /** Reads it from the folder of a site; a site of other code or another selection is new. */
  static SiteState read(Path root, RunContext run) {
    SiteState state =
        new SiteState(
            "%s %s %s"
                .formatted(
                    CodeVersion.get(),
                    Fingerprint.of(String.join("", HtmlPage.files().values())),
                    run.selection()));
    Path file = root.resolve(FILE);
    if (!Files.exists(file)) {
      return state;
    }
    try {
      Kept kept = JSON.readValue(file.toFile(), Kept.class);
      if (kept.madeBy().equals(state.madeBy)) {
        state.runs.putAll(kept.runs());
      }
      kept.entries()
          .forEach(
              (folder, one) ->
                  state.entries.put(
                      folder,
                      new PageEntry(
                          one.asset(),
                          one.venue(),
                          one.product(),
                          one.symbol(),
                          folder,
                          one.times())));
      return state;
    } catch (IOException e) {
      throw UserError.storage(
          "Cannot read %s: %s (remove it, and the site is made anew)"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  /** Returns true unless the site has a period as its runs left it. */
  boolean isNew(SitePeriod period, String runsOfIt) {
    return !Fingerprint.of(runsOfIt).equals(runs.get(period.name()));
  }

  /** Keeps of which instruments there is data of a period. */
  void put(SitePeriod period, String runsOfIt, List<PageEntry> of) {
    runs.put(period.name(), Fingerprint.of(runsOfIt));
    entries.replaceAll((folder, entry) -> entry.with(without(entry, period.name())));
    for (PageEntry entry : of) {
      List<String> times =
          entries.containsKey(entry.folder())
              ? without(entries.get(entry.folder()), period.name())
              : new ArrayList<>();
      times.add(period.name());
      // The latest first, then weeks, the newest first.
      times.sort(
          Comparator.comparing((String time) -> !time.equals(SitePeriod.LATEST))
              .thenComparing(Comparator.reverseOrder()));
      entries.put(entry.folder(), entry.with(times));
    }
  }

  private static List<String> without(PageEntry entry, String time) {
    List<String> times = new ArrayList<>(entry.times());
    times.remove(time);
    return times;
  }

  /** Returns all that can be chosen, assets before their instruments. */
  List<PageEntry> entries() {
    return new TreeSet<>(entries.keySet())
        .stream()
            .map(entries::get)
            .filter(entry -> !entry.times().isEmpty())
            .sorted(
                Comparator.comparing(PageEntry::page)
                    .thenComparing(entry -> entry.asset() == null)
                    .thenComparing(PageEntry::folder))
            .toList();
  }

  void write(PageFolder folder) {
    Map<String, Entry> kept = new TreeMap<>();
    entries.forEach(
        (name, one) ->
            kept.put(
                name,
                new Entry(one.asset(), one.venue(), one.product(), one.symbol(), one.times())));
    try {
      folder.put(FILE, JSON.writeValueAsString(new Kept(madeBy, runs, kept)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
