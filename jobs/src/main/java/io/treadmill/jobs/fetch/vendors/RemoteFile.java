package io.treadmill.jobs.fetch.vendors;

import io.treadmill.conf.UserError;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * One file of a vendor.
 *
 * @param address where it is
 * @param target its path below the folder of the vendor, in the vendor's own layout
 * @param packing what its bytes are
 * @param hasChecksum true if a file of the same name and {@code .CHECKSUM} lies beside it
 * @param over end of the time it covers
 * @param due when it is published at the latest; missing later, it is gone
 * @param access how it is asked for
 */
public record RemoteFile(
    URI address,
    String target,
    Packing packing,
    boolean hasChecksum,
    Instant over,
    Instant due,
    Access access) {
  private static final Duration SOON = Duration.ofDays(3);

  /** Refuses a target that would not lie below the folder. */
  public RemoteFile {
    boolean plain =
        Arrays.stream(target.split("/", -1))
            .allMatch(
                part ->
                    !part.isBlank()
                        && !part.startsWith(".")
                        && part.chars().noneMatch(c -> c < ' ' || c == '\\' || c == 127));
    if (!plain) {
      throw UserError.usage(
          "Invalid symbol or kind: it would make a file named %s (no part may be empty or begin with a dot)"
              .formatted(target));
    }
  }

  /** Returns a file that everybody can have, with the same path below the base and the folder. */
  static RemoteFile open(String base, String path, Packing packing, Instant over, Instant due) {
    return new RemoteFile(address(base, path), path, packing, false, over, due, Access.OPEN);
  }

  /** Returns the file with its checksum beside it. */
  RemoteFile checked() {
    return new RemoteFile(address, target, packing, true, over, due, access);
  }

  /** Returns the file, asked for in another way. */
  RemoteFile with(Access other) {
    return new RemoteFile(address, target, packing, hasChecksum, over, due, other);
  }

  /** Returns the address of a path below a base; its parts may be of any script. */
  static URI address(String base, String path) {
    String encoded =
        Arrays.stream(path.split("/"))
            .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20"))
            .collect(Collectors.joining("/"));
    return URI.create(base + (base.endsWith("/") ? "" : "/") + encoded);
  }

  /** Returns true if it comes within days of its end: then it is worth waiting for. */
  public boolean isDueSoon() {
    return Duration.between(over, due).compareTo(SOON) <= 0;
  }
}
