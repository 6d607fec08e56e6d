/**
 * Runs jobs. {@link io.treadmill.jobs.batch.Jobs} lists them in the order of a night, {@link
 * io.treadmill.jobs.batch.Batch} runs them: {@code Waves} of jobs that do not need one another,
 * {@code ChangedInputs} to find days whose input changed since they were computed, and a row of the
 * ledger for each ending.
 *
 * <p>{@link io.treadmill.jobs.batch.Workspace} is what is open meanwhile: session, archive, lake
 * and, for who writes, the lock. {@link io.treadmill.jobs.batch.Failures} decides the exit code of
 * a failure.
 */
package io.treadmill.jobs.batch;
