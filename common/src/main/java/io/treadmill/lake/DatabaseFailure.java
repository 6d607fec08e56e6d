package io.treadmill.lake;

import io.treadmill.conf.UserError;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Supplier;

/** What the database of a catalog says when it cannot do what it is asked. */
final class DatabaseFailure {
  private static final int TRIES = 5;
  private static final Set<String> ALREADY = Set.of("42P07", "42701", "42710");

  private DatabaseFailure() {}

  /**
   * Does a piece of work with the database, once more if another process did the same at the same
   * time.
   *
   * @throws UserError if the database says no: 2 without a driver, 5 if another process is in the
   *     way, 6 if it is out of reach
   */
  static <T> T told(String database, Supplier<T> work) {
    for (int tries = 1; ; tries++) {
      try {
        return work.get();
      } catch (RuntimeException e) {
        SQLException reason = reason(e);
        if (reason == null || !isConflict(reason) || tries == TRIES) {
          throw told(database, e);
        }
      }
    }
  }

  private static SQLException reason(Throwable failure) {
    for (Throwable link = failure; link != null; link = link.getCause()) {
      if (link instanceof SQLException reason) {
        return reason;
      }
    }
    return null;
  }

  /** Classes 23 (a key is there) and 40 (transactions in conflict); a table or column is there. */
  private static boolean isConflict(SQLException reason) {
    String state = String.valueOf(reason.getSQLState());
    return state.startsWith("23") || state.startsWith("40") || ALREADY.contains(state);
  }

  /** Returns the ending of a failure, if the database is its cause; else the failure. */
  static RuntimeException told(String database, RuntimeException failure) {
    SQLException reason = reason(failure);
    return reason == null ? failure : told(database, reason);
  }

  /** Returns the ending of a failure of the database. */
  static UserError told(String database, SQLException reason) {
    String place = database.replaceFirst("[?;].*$", "").replaceFirst("//[^/@]*@", "//");
    String message = String.valueOf(reason.getMessage());
    if (message.contains("No suitable driver")) {
      return UserError.usage(
          "Cannot use the catalog %s: no driver for it (those of SQLite and PostgreSQL are shipped; others come by --jars, and their tables must be those of Iceberg's JDBC catalog)"
              .formatted(place));
    }
    if (isConflict(reason) || message.contains("SQLITE_BUSY")) {
      return UserError.busy(
          "Cannot use the catalog %s: another run is in the way: %s (run again)"
              .formatted(place, message));
    }
    return UserError.storage(
        "Cannot use the catalog %s: %s (nothing was published by this step; mend it and run again)"
            .formatted(place, message),
        reason);
  }
}
