/**
 * Downloads of public archives. A {@link io.treadmill.jobs.fetch.vendors.FetchVendor} says which
 * files there are; {@link io.treadmill.jobs.fetch.Fetch} brings them: in parallel, resumed, checked
 * to the last byte, each either whole under its name or not there. No Spark, no lake: what it
 * leaves is a folder that the import reads.
 */
package io.treadmill.jobs.fetch;
