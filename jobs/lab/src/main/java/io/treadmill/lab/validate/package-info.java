/**
 * Validation. Of the map: every model fitted and scored on instruments of a lake ({@code
 * RealLadder}) and on simulated worlds whose book is known ({@code WorldLadder}). Of the
 * statistics: each is asked for what is planted and for nothing where nothing is ({@code
 * StatisticChecks}, a class a family); sizes and coverages are held within stated bounds.
 *
 * <p>{@code GeneratedMarket} and {@code NullMarket} make the series, {@code Gates} are the bounds;
 * a bound that fails ends the command with exit code 4.
 */
package io.treadmill.lab.validate;
