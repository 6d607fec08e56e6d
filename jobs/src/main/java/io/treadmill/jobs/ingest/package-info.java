/**
 * Import of vendor files into the archive: list and hash, stage (one task a file, streamed, memory
 * one row group), check the accounts, publish (large days moved, the rest merged in order, each day
 * committed by one put of {@code _files.json}), account in the lake.
 *
 * <p>Treatment of defects, by their number in the catalogue of formats; tested in {@code
 * DefectTest} unless another test is named:
 *
 * <pre>
 *  1, 2  unit of stamps by size, row by row; outside the file's days +-1: set aside; units told
 *  3     header absent, present, repeated: found by content
 *  4     columns mapped by name; a missing one, or an unknown count without header: refused
 *  5, 29 names of columns in two languages, days of UTC+8 (OkxFilesTest)
 *  6     checksum file: flagged, refused if ingest.strict-checksum
 *  8     damaged or cut archive: refused; cut last line, cut last number: set aside (DownloadsTest)
 *  9     empty, web page, error answer, other magic bytes: refused
 * 10, 11 copies: liquidations by content, trades and bars by key, dropped and counted; trades
 *        without ids are never dropped (IngestTest)
 * 12     same key, other content: the row that says more, then the newer source; flagged; trades of
 *        one file: all kept, flagged, told (OneBadFileTest)
 * 14, 15 any order: sorted by time, id, row (IngestTest); the order is told in source_files;
 *        fills of one instant keep theirs in a file with the newest first (BybitFilesTest)
 * 16     ids missing: counted in coverage
 * 21, 28 open interest of 0 or blank: a gap; blank ratios, a fourth funding column: ignored, read
 * 22     units by the register of instruments, row by row; unknown: set aside
 * 23     both sides counted (Bybit): halved, flagged
 * 24     label of open interest: proved by bars (IngestTest), else flagged
 * 25     funding a few ms late: set on the hour; &gt; 2 s flagged; &gt; 60 s set aside
 * 27     settled and predicted funding are two kinds of row
 * 30, 33 side and kind of price by vendor rule; booleans in every spelling
 * 31     throttled feeds: completeness, flagged
 * 41     price or amount &lt;= 0 or absurd: set aside; far price: flagged, never dropped
 * 42     rounded quote column: not read
 * 43     off-grid or missing slots: bars set aside and counted, snapshots kept; missing slots in
 *        coverage
 * 45     republished file: the later edition stands, the earlier is marked superseded; rows that
 *        only the earlier has stay and are told, unless replaced (PrecedenceTest)
 * 46     empty answer of an aggregator: refused
 * 47     bar not over: set aside
 * 48     another symbol or exchange than the name says: set aside
 * 52    a chain of futures: each row under the contract it names (OkxFilesTest)
 * 49, 50 scientific notation read; comma decimals, NaN, dates before 2010: set aside
 * </pre>
 *
 * <p>Not here: 35, 40, 44 belong to vendors that are not read; 7, 13, 17 to 20, 26, 32, 34, 36 to
 * 39, 51 cannot be seen in a single file. Of trades and aggTrades of one symbol and day trades
 * stand. A file that cannot be used is refused alone (OneBadFileTest).
 */
package io.treadmill.jobs.ingest;
