package io.treadmill.jobs.cli;

import io.treadmill.jobs.ingest.vendors.Vendor;
import io.treadmill.jobs.ingest.vendors.Vendors;
import java.util.ArrayList;
import java.util.List;

/** The vendors whose files are read, their kinds, and how these are named. */
final class VendorList {
  private VendorList() {}

  /** Returns one line for each kind of each vendor. */
  static List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("%-14s%-50s%s".formatted("vendor", "kinds", "names (plain, zip, gz, zst, lz4, bz2)"));
    for (Vendor vendor : Vendors.all()) {
      String name = vendor.name();
      for (Vendor.Kind kind : vendor.kinds()) {
        lines.add("%-14s%-50s%s".formatted(name, kind.kind(), kind.names()));
        name = "";
      }
    }
    return lines;
  }
}
