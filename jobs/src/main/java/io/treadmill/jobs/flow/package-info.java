/**
 * Who was the aggressor and how positions were closed: {@link io.treadmill.jobs.flow.FlowJob}
 * brings bars and reported liquidations of an instrument and day together, {@link
 * io.treadmill.jobs.flow.VolumeDelta} and {@link io.treadmill.jobs.flow.ForcedKind} are rows of its
 * tables.
 */
package io.treadmill.jobs.flow;
