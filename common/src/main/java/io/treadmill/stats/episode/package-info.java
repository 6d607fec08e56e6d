/**
 * Events and the clock: flushes and what became of them, the treadmill sequence against its base
 * rate, weekly totals against earlier weeks, and activity around funding settlements.
 */
package io.treadmill.stats.episode;
