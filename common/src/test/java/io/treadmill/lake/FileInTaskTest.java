package io.treadmill.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.iceberg.io.CloseableIterator;
import org.junit.jupiter.api.Test;

/** When the files of a task are closed. */
class FileInTaskTest {
  private final List<String> events = new ArrayList<>();

  private FileInTask<Integer> file(String name, int rows) {
    events.add("open " + name);
    Iterator<Integer> found = IntStream.range(0, rows).iterator();
    return new FileInTask<>(
        new CloseableIterator<>() {
          @Override
          public boolean hasNext() {
            return found.hasNext();
          }

          @Override
          public Integer next() {
            return found.next();
          }

          @Override
          public void close() {
            events.add("close " + name);
          }
        });
  }

  @Test
  void oneFileOfATaskIsOpenAtATime() {
    List<Integer> read = new ArrayList<>();
    List.of("a", "b", "c")
        .forEach(name -> file(name, name.equals("b") ? 0 : 2).forEachRemaining(read::add));
    assertThat(read).containsExactly(0, 1, 0, 1);
    assertThat(events)
        .containsExactly("open a", "close a", "open b", "close b", "open c", "close c");
  }

  @Test
  void aTaskThatEndsBeforeTheLastRowClosesTheFileOnce() {
    FileInTask<Integer> file = file("a", 2);
    assertThat(file.next()).isZero();
    file.onTaskCompletion(null);
    file.onTaskCompletion(null);
    assertThat(events).containsExactly("open a", "close a");
    assertThat(file.hasNext()).isFalse();
  }
}
