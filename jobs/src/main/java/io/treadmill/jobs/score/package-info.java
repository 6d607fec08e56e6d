/**
 * The nightly score: {@link io.treadmill.jobs.score.ScoreJob} takes the predictions of thirty days,
 * each made by a law of earlier days, and holds every model against its baselines, also when it
 * loses. {@code WindowScores} makes the rows: skill with interval, location, reliability by tenths.
 */
package io.treadmill.jobs.score;
