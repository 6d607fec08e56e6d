/**
 * The law of each instrument: {@link io.treadmill.jobs.calibration.CalibrateJob} fits the laws that
 * come into use on the days of a run from the days before, one instrument a task, and gives symbols
 * with too few totals the law pooled over their venue. Rows are only added; a rerun of a past day
 * finds the law it had.
 */
package io.treadmill.jobs.calibration;
