/**
 * The only code that knows paths, schemas and catalogs: datasets of the archive, tables of the
 * lake, and the rows that cross a Spark function.
 */
package io.treadmill.lake;
