package io.treadmill.lake;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.util.Tasks;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/**
 * Counts what Iceberg tries again while this is open. It waits between two tries, up to a minute in
 * all, and says so in its log alone.
 */
final class SecondTries implements AutoCloseable {
  private final AtomicInteger count = new AtomicInteger();
  private final Logger logger = (Logger) LogManager.getLogger(Tasks.class);
  private final Level before = logger.getLevel();
  private final AbstractAppender appender;

  SecondTries() {
    appender =
        new AbstractAppender("second tries", null, null, true, Property.EMPTY_ARRAY) {
          @Override
          public void append(LogEvent event) {
            if (event.getMessage().getFormat().startsWith("Retrying task")) {
              count.incrementAndGet();
            }
          }
        };
    appender.start();
    logger.addAppender(appender);
    logger.setLevel(Level.WARN);
  }

  int count() {
    return count.get();
  }

  @Override
  public void close() {
    logger.removeAppender(appender);
    logger.setLevel(before);
    appender.stop();
  }
}
