/**
 * What a night looks out for: {@link io.treadmill.jobs.watch.Watch} holds the rules of the settings
 * against the tables of a day, which gives {@link io.treadmill.jobs.watch.WatchEvent}s, rows of
 * {@code watch_event}; {@link io.treadmill.jobs.watch.WatchNotices} tells those that fired to a
 * webhook and a file.
 */
package io.treadmill.jobs.watch;
