package io.treadmill.jobs.fetch.vendors;

import java.util.List;
import java.util.Map;

/** One vendor's archive: which files there are, and where. */
public interface FetchVendor {
  /** Returns the name on the command line, that of the import. */
  String name();

  /** Returns the kinds that are fetched if none are named. */
  List<String> usualKinds();

  /** Returns one line on its kinds, for the help text. */
  String summary();

  /**
   * Returns the files of a request.
   *
   * @param addresses base addresses by name, from the settings
   * @throws io.treadmill.conf.UserError if a kind is none of the vendor's
   */
  List<FileChoice> files(FetchRequest request, Map<String, String> addresses);
}
