/**
 * The report: one HTML file and a picture per instrument, made of the result tables.
 *
 * <p>{@link io.treadmill.jobs.report.ReportReader} reads tables into {@link
 * io.treadmill.jobs.report.ReportData}, {@link io.treadmill.jobs.report.Report} writes it. Amounts
 * of the map are kept as {@link io.treadmill.jobs.report.UsdCode}: the three digits that the page
 * shows, so that what a reader sees is the value of the table, rounded once.
 */
package io.treadmill.jobs.report;
