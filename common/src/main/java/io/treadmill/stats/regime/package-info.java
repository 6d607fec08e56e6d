/** Funding, regimes of price and leverage, volatility states, and what breaks the loop. */
package io.treadmill.stats.regime;
