package io.treadmill.conf;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How public archives are fetched, and what {@code --fetch} takes.
 *
 * @param folder folder of the downloads; a vendor's files lie in a folder of its name below it
 * @param sources what {@code nightly --fetch} and {@code backfill --fetch} bring
 * @param lookBackDays days before the day of a night that are asked for again
 * @param parallel files at once, of one vendor
 * @param attempts tries without progress after which a file has failed
 * @param firstWaitSeconds wait after the first try; it doubles
 * @param longestWaitSeconds most of a wait, also of one that a host asks for
 * @param idleSeconds time without a byte after which a try has failed
 * @param totalMinutes time after which one try at one file has failed
 * @param requestsPerMinute vendor: most requests; a vendor that is not named has no limit
 * @param addresses vendor: base address
 */
public record FetchSettings(
    String folder,
    List<Source> sources,
    int lookBackDays,
    int parallel,
    int attempts,
    double firstWaitSeconds,
    double longestWaitSeconds,
    double idleSeconds,
    int totalMinutes,
    Map<String, Integer> requestsPerMinute,
    Map<String, String> addresses)
    implements Serializable {
  private static final Set<String> SCHEMES = Set.of("http", "https", "s3a", "file");

  /**
   * What to bring of one vendor.
   *
   * @param vendor name of the vendor
   * @param symbols symbols in the vendor's words
   * @param kinds kinds of file; empty = the usual ones
   */
  public record Source(String vendor, List<String> symbols, List<String> kinds)
      implements Serializable {
    /** Takes what is not said as empty. */
    public Source {
      Rule.check(vendor != null, "fetch.sources", "", "each needs a vendor");
      symbols = symbols == null ? List.of() : List.copyOf(symbols);
      kinds = kinds == null ? List.of() : List.copyOf(kinds);
    }
  }

  /** Checks the ranges. */
  public FetchSettings {
    Rule.check(!folder.isBlank(), "fetch.folder", folder, "must not be empty");
    Rule.check(
        lookBackDays >= 0 && lookBackDays <= 60,
        "fetch.look-back-days",
        lookBackDays,
        "must be in 0..60");
    Rule.check(parallel >= 1 && parallel <= 32, "fetch.parallel", parallel, "must be in 1..32");
    Rule.check(attempts >= 1 && attempts <= 100, "fetch.attempts", attempts, "must be in 1..100");
    Rule.check(
        firstWaitSeconds > 0 && firstWaitSeconds <= longestWaitSeconds,
        "fetch.first-wait-seconds",
        firstWaitSeconds,
        "must be > 0 and at most longest-wait-seconds");
    Rule.check(
        idleSeconds > 0 && idleSeconds <= 3600,
        "fetch.idle-seconds",
        idleSeconds,
        "must be in (0, 3600]");
    Rule.check(totalMinutes >= 1, "fetch.total-minutes", totalMinutes, "must be at least 1");
    Rule.check(
        requestsPerMinute.values().stream().allMatch(rate -> rate >= 0),
        "fetch.requests-per-minute",
        requestsPerMinute,
        "must be at least 0 (0 = no limit)");
    for (Map.Entry<String, String> address : addresses.entrySet()) {
      Rule.check(
          SCHEMES.contains(address.getValue().replaceFirst(":.*$", "")),
          "fetch.addresses." + address.getKey(),
          address.getValue(),
          "must begin with https:, http:, s3a: or file:");
    }
  }
}
