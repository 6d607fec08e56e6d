/**
 * Estimators and tests, pure: arrays in, estimates out. No Spark, no files, no clock. Series are
 * steps of five minutes ({@link io.treadmill.stats.MarketSeries}) of all instruments of an asset
 * ({@link io.treadmill.stats.AssetMarkets}); every number is an {@link io.treadmill.stats.Estimate}
 * with its interval, p-value and n, or the reason why it is missing. Nothing reads a value later
 * than the moment that it speaks of; {@code NaN} is a missing value. Linear algebra, distributions
 * and optimisers are those of Commons Math, which Spark brings.
 */
package io.treadmill.stats;
