/**
 * Treadmill: liquidation heatmaps and leverage statistics. {@code market}, {@code book} and {@code
 * stats} are pure; {@code lake} knows storage, {@code conf} settings, {@code jobs} Spark; {@code
 * lab} measures them all.
 */
package io.treadmill;
