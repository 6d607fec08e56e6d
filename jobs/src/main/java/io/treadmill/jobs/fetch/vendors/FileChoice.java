package io.treadmill.jobs.fetch.vendors;

import java.util.List;

/**
 * The files of one month: one for all of it, or one for each day.
 *
 * @param month the file of the month; null if the vendor has none
 * @param days the files of the days that are asked for; empty if the vendor has none
 * @param isWhole true if the file of the month is wanted: every day of it is asked for
 */
public record FileChoice(RemoteFile month, List<RemoteFile> days, boolean isWhole) {}
