package io.treadmill.jobs.fetch;

import io.treadmill.jobs.fetch.vendors.RemoteFile;
import java.nio.file.Path;

/**
 * What became of a file.
 *
 * @param file the file
 * @param path where it lies, if it was fetched or was here
 * @param outcome what became of it
 * @param bytes its size; 0 if it is not here
 * @param reason why it is not here; null if it is
 */
public record FetchedFile(RemoteFile file, Path path, Outcome outcome, long bytes, String reason) {}
