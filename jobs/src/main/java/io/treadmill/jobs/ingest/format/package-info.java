/**
 * What a reader of a vendor's file knows: {@link io.treadmill.jobs.ingest.format.SourceFile} (name,
 * size, sha256, what the name says), {@link io.treadmill.jobs.ingest.format.FileFormat} (how its
 * rows are read), lines, headers and times, and {@link io.treadmill.jobs.ingest.format.RecordSink},
 * which takes rows and refuses bad ones by reason.
 *
 * <p>The vendors implement this; the import drives it. Neither knows the other's classes.
 */
package io.treadmill.jobs.ingest.format;
