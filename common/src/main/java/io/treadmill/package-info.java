/** Market rules, the book of leverage, statistics, the lake and the settings of Treadmill. */
package io.treadmill;
