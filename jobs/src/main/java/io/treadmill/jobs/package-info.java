/**
 * The process: {@link io.treadmill.jobs.Main} runs one command of {@code cli} and ends with its
 * exit code. Below: {@code contract} (what a job is), {@code batch} (who runs them), a package for
 * each job, {@code ingest}, {@code report}.
 */
package io.treadmill.jobs;
