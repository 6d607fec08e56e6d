/**
 * Every model of the map: the book and the baselines. {@link io.treadmill.book.models.Models} lists
 * them, one line each: how it is made, how it is fitted, whether it is predicted by bar, and what
 * it is scored against. A new one is a class that implements {@link
 * io.treadmill.book.map.HeatmapModel} and a line there.
 *
 * <p>Freshness asks how long ago price was at a bucket; the hobby map puts all volume at four
 * leverages; the others are a constant, a moving average and a volume profile.
 */
package io.treadmill.book.models;
