package io.treadmill.jobs.cli;

import java.util.concurrent.Callable;

/**
 * A command that another module brings: a class with picocli's annotations, named in the module's
 * {@code META-INF/services}. The product runs without any.
 */
public interface FurtherCommand extends Callable<Integer> {}
