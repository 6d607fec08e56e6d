package io.treadmill.jobs.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Work that threads of this process do, without a Spark session. */
class SessionTest {
  private static Session threads(int count) {
    return Session.later(
        () -> {
          throw new AssertionError("no session is needed");
        },
        new Configuration(false),
        count);
  }

  @Test
  void resultsComeInTheOrderOfTheItems() {
    assertThat(threads(3).map(List.of(3, 1, 2), item -> item * item)).containsExactly(9, 1, 4);
    assertThat(threads(3).<Integer, Integer>map(List.of(), item -> item)).isEmpty();
  }

  @Test
  void aTaskThatGivesUpForAnotherDoesNotHideWhyThatFailed() {
    Session session = threads(2);
    CountDownLatch bothBegan = new CountDownLatch(2);
    assertThatThrownBy(
            () ->
                session.map(
                    List.of("gives up", "fails", "is never begun"),
                    item -> {
                      bothBegan.countDown();
                      bothBegan.await();
                      if (item.equals("fails")) {
                        throw new IllegalStateException("the disk is full");
                      }
                      while (!session.isEnding()) {
                        Thread.onSpinWait();
                      }
                      throw new CancellationException("nobody waits");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the disk is full");
    assertThat(session.map(List.of(1), item -> item)).as("the next work goes on").hasSize(1);
  }

  @Test
  void whatIsAskedToEndSaysThatNobodyWaits() {
    Session session = threads(1);
    session.end();
    assertThatThrownBy(() -> session.map(List.of(1), item -> item))
        .isInstanceOf(CancellationException.class);
  }
}
