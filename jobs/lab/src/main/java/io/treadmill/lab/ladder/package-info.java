/**
 * Models held against what was realised, without Spark: {@code Ladder} fits every model on training
 * days and scores it on later ones, {@code Regression} and {@code LogLinkFit} are what a sceptic
 * would fit on range and return, {@code Bands} counts how often bands hold, {@code Tuning} chooses
 * settings inside training days. A test window is never read by a fit.
 */
package io.treadmill.lab.ladder;
