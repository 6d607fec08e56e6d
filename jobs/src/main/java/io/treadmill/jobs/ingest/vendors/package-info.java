/**
 * Vendors: who publishes files in which layout. {@code Vendors} lists them, one line each; a vendor
 * looks at a file's name and first lines and says which format reads it: klines, trades, metrics,
 * funding, liquidations, tickers, totals or margin tiers.
 *
 * <p>A format turns a line into a row of an archive dataset or refuses it by a named rule; unit,
 * side and time of the vendor's columns are decided there and nowhere else. A new one is a class, a
 * line in {@code Vendors}, and rows in the tests.
 */
package io.treadmill.jobs.ingest.vendors;
