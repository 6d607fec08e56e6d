/** Baselines that the book is compared with, behind {@link io.treadmill.book.HeatmapModel}. */
package io.treadmill.book.models;
