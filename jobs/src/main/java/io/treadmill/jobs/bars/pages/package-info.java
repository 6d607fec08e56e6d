/**
 * Columns of Parquet files as arrays, for the trade scan: dictionary ids stay ids and runs of whole
 * numbers are unpacked straight into arrays. Opening, footers, row groups, decompression and page
 * checksums are Parquet's own; only the values of pages are decoded here, in the encodings that
 * writers use for trades: plain, dictionary, and delta (binary packed). {@link
 * io.treadmill.jobs.bars.pages.PagedFile} declines every other file, which Spark's reader then
 * reads.
 */
package io.treadmill.jobs.bars.pages;
