/** The command line from vendor files to tables and reports, as its users run it. */
package io.treadmill.lab.endtoend;
