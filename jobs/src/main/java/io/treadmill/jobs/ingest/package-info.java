/** Import of vendor files into the archive. */
package io.treadmill.jobs.ingest;
