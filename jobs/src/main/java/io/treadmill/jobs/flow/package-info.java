/**
 * Who was the aggressor, how positions were closed and how many there are: {@link
 * io.treadmill.jobs.flow.FlowJob} brings bars, reported liquidations and snapshots of an instrument
 * and day together, {@link io.treadmill.jobs.flow.VolumeDelta}, {@link
 * io.treadmill.jobs.flow.ForcedKind} and {@link io.treadmill.jobs.flow.Positioning} are rows of its
 * tables.
 */
package io.treadmill.jobs.flow;
