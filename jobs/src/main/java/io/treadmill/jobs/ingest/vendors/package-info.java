/** One class for each vendor, one for each kind of its files. */
package io.treadmill.jobs.ingest.vendors;
