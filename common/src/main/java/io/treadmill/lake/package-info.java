/**
 * The only code that knows paths, schemas and catalogs. {@link io.treadmill.lake.Archive} holds
 * datasets of Parquet by day, each one of {@link io.treadmill.lake.ArchiveDataset}; {@link
 * io.treadmill.lake.Lake} holds result tables, each a constant of {@link
 * io.treadmill.lake.LakeTables} or of the class of its room; {@link io.treadmill.lake.IcebergLake}
 * is the lake as it is. What datasets and tables are (columns, types, units, comments, key) says
 * the dictionary, YAML files beside this package that {@link io.treadmill.lake.DictionaryFile}
 * reads.
 *
 * <p>{@link io.treadmill.lake.RowLayout} is the one way from a computed record to a row, {@link
 * io.treadmill.lake.NamedRow} the way back, {@link io.treadmill.lake.TableUnion} the rows of
 * several tables in one pass. {@link io.treadmill.lake.RunLedger} keeps what each job of each run
 * read and wrote.
 */
package io.treadmill.lake;
