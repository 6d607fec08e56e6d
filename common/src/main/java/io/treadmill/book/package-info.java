/**
 * The heatmap model: turnover, leverage components, the book of open positions and what each step
 * of price crosses. No Spark, no files, no clock.
 */
package io.treadmill.book;
