package io.treadmill.jobs.report;

import java.nio.file.Path;
import java.time.LocalDate;

/**
 * What a site became.
 *
 * @param night its last day
 * @param written files that were new or differed
 * @param left files that stayed as they were, of those that were made again
 * @param weeksRead weeks that were read from the tables
 * @param bytes size of the files that were made
 */
public record SiteResult(
    Path index, LocalDate night, int written, int left, int weeksRead, long bytes) {}
