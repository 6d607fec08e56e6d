/** Tests on the map and on forced orders: does the market feed on itself, and where. */
package io.treadmill.stats.reflexive;
