/**
 * The commands. {@link io.treadmill.jobs.cli.RootCommand} lists them, one class each; shared
 * options (days, selection, archive and lake) are mixins. A command checks its options before Spark
 * starts, opens a workspace, and hands over to the batch, the import, the report or the lake.
 *
 * <p>Results go to stdout, progress to stderr. Exit codes are decided in {@link
 * io.treadmill.jobs.Main} and {@link io.treadmill.jobs.batch.Failures}. Other modules bring
 * commands by {@link io.treadmill.jobs.cli.FurtherCommand}.
 */
package io.treadmill.jobs.cli;
