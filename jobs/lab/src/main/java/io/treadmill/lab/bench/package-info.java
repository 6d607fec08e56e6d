/**
 * Measurements of Treadmill beside a peer, on the machine of the user. {@link
 * io.treadmill.lab.bench.ScanBench} makes an archive of trades once and runs the trade scan and
 * DuckDB by turns, each in a process of its own, and prints medians and ratios of wall time, CPU
 * and memory, with the floor of decoding alone; the sums of both must agree. {@link
 * io.treadmill.lab.bench.StatisticsBench} grows the number of symbols; {@link
 * io.treadmill.lab.bench.SizeBench} tells what a day of a symbol takes.
 *
 * <p>Claims about speed in the documents come from here and from no test.
 */
package io.treadmill.lab.bench;
