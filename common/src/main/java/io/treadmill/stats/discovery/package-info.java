/**
 * Who leads, and how a path is shaped. {@link io.treadmill.stats.discovery.PriceDiscovery} fits an
 * error-correction model of two prices on one clock: Hasbrouck's information share with its bounds,
 * Gonzalo and Granger's component share, each only where the window identifies it; Hayashi and
 * Yoshida's covariance gives the lead in seconds. {@link io.treadmill.stats.discovery.PathShape}
 * splits the variance of a day into jumps (Barndorff-Nielsen and Shephard 2006), falls, and what
 * lies near forced orders.
 *
 * <p>A share that is not identified is missing with its reason, never a wide guess.
 */
package io.treadmill.stats.discovery;
