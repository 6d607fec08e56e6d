/**
 * The commands of the laboratory: {@code simulate}, {@code validate}, {@code bench}. The command
 * line of the product finds them by {@link io.treadmill.jobs.cli.FurtherCommand}.
 */
package io.treadmill.lab.cli;
