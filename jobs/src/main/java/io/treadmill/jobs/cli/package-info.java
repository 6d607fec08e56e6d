/** The command line: one class for each command, each a few lines around a job. */
package io.treadmill.jobs.cli;
