package io.treadmill.jobs.ingest.vendors;

/**
 * Whose file a file is, as its first lines say.
 *
 * @param vendor name of the vendor, that of its importer if there is one
 * @param kind what the file holds, in words
 */
public record FileOrigin(String vendor, String kind) {
  /** Returns true if there is an importer for the vendor. */
  public boolean isImported() {
    return Vendors.names().contains(vendor);
  }

  /** Returns what the file looks like and how to import it. */
  public String told(String path) {
    return "this looks like a file of %s %s: %s"
        .formatted(
            vendor,
            kind,
            isImported() ? "treadmill ingest %s %s".formatted(vendor, path) : "not read yet");
  }
}
