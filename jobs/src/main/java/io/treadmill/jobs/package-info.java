/** The jobs of Treadmill and the command line that runs them. */
package io.treadmill.jobs;
