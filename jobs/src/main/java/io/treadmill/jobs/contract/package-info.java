/**
 * What a job is: {@link io.treadmill.jobs.contract.Job} says what it reads and writes, {@link
 * io.treadmill.jobs.contract.RunContext} is what it is given, {@link
 * io.treadmill.jobs.contract.RunReport} what it gives back. Every job knows this package and no
 * other job; jobs meet in the tables of the lake.
 *
 * <p>{@link io.treadmill.jobs.contract.ConcurrentSteps} runs independent steps of one job at the
 * same time; {@link io.treadmill.jobs.contract.Progress} takes one line for each stage.
 */
package io.treadmill.jobs.contract;
