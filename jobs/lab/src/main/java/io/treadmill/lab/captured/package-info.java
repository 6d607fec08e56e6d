/**
 * Maps that others drew, held against what was forced: {@link
 * io.treadmill.lab.captured.CaptureFile} reads a capture as it was saved, {@link
 * io.treadmill.lab.captured.CapturedPredictions} says what each of its maps gave for the way that
 * price then took, and {@link io.treadmill.lab.captured.CaptureScores} scores that by the code of
 * {@code heatmap_score}, beside the models of the night.
 */
package io.treadmill.lab.captured;
