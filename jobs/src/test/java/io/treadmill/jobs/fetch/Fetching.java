package io.treadmill.jobs.fetch;

import io.treadmill.conf.FetchSettings;
import io.treadmill.conf.SettingsFile;
import io.treadmill.jobs.fetch.vendors.FetchRequest;
import io.treadmill.jobs.fetch.vendors.FetchVendors;
import io.treadmill.jobs.fetch.vendors.Kind;
import io.treadmill.market.UtcDays;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Fetches from a local host, with short waits, at a fixed time. */
final class Fetching {
  static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private final Path folder;
  private final Map<String, String> values = new TreeMap<>();
  private Map<String, String> keys = Map.of();
  private boolean isRefresh;

  Fetching(Path folder, String vendor, FaultyArchive archive) {
    this.folder = folder;
    values.put("fetch.addresses." + vendor, archive.address());
    values.put("fetch.first-wait-seconds", "0.005");
    values.put("fetch.longest-wait-seconds", "2");
    values.put("fetch.idle-seconds", "1");
    values.put("fetch.attempts", "4");
    values.put("fetch.requests-per-minute." + vendor, "0");
  }

  Fetching with(String key, String value) {
    values.put("fetch." + key, value);
    return this;
  }

  Fetching withKey(String variable, String value) {
    keys = Map.of(variable, value);
    return this;
  }

  Fetching refreshing() {
    isRefresh = true;
    return this;
  }

  FetchSettings settings() {
    return SettingsFile.load(null, values).settings().fetch();
  }

  FetchResult run(String vendor, String symbols, String kinds, String from, String to) {
    try (Fetch fetch =
        new Fetch(
            FetchVendors.of(vendor),
            new Fetch.Target(folder, isRefresh, false),
            settings(),
            Map.of(),
            Clock.fixed(NOW, ZoneOffset.UTC),
            line -> {})) {
      return fetch.run(fetch.plan(request(symbols, kinds, from, to)));
    }
  }

  FetchRequest request(String symbols, String kinds, String from, String to) {
    return new FetchRequest(
        symbols.isEmpty() ? List.of() : List.of(symbols.split(",")),
        List.of(kinds.split(",")).stream().map(Kind::of).toList(),
        new UtcDays(LocalDate.parse(from), LocalDate.parse(to)),
        LocalDate.parse(from),
        true,
        keys);
  }
}
