package io.treadmill.jobs.statistics;

import java.io.Serializable;

/**
 * One event of one instrument, to be pooled with those of others.
 *
 * @param kind what kind of event, as {@link Statistic#poolKind}
 * @param key instrument, and what tells events of one instant apart
 * @param micros when it was complete: no value of it is later
 * @param event what its statistic knows of it: a record of that statistic
 */
record PooledEvent(String kind, String key, long micros, Serializable event)
    implements Serializable {}
