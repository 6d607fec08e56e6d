/** Who leads, who trades how much, and how the price path looks. */
package io.treadmill.stats.discovery;
