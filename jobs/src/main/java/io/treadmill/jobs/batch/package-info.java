/**
 * Runs jobs. {@link io.treadmill.jobs.batch.Jobs} lists them in the order of a night, {@link
 * io.treadmill.jobs.batch.Batch} runs them: {@code Waves} of jobs that do not need one another,
 * {@code Todo} for the days that are new or whose input changed since they were computed ({@code
 * ComputedDays} says which, {@code JobInputs} what is read now), {@code Pieces} of days that are
 * published one after the other, and a row of the ledger for each ending.
 *
 * <p>{@link io.treadmill.jobs.batch.Workspace} is what is open meanwhile: session, archive, lake
 * and, for who writes, the lock. {@link io.treadmill.jobs.batch.Failures} decides the exit code of
 * a failure.
 */
package io.treadmill.jobs.batch;
