/**
 * Venue rules and market words: instruments, sides, the price grid, margin tiers, liquidation
 * prices, funding and feed rules. No Spark, no files, no clock.
 */
package io.treadmill.market;
