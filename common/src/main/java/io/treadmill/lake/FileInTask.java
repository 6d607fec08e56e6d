package io.treadmill.lake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.iceberg.io.CloseableIterator;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Rows of a file as a task reads them: it is closed after its last row, since a task reads many
 * files one after the other, or when the task ends before that.
 *
 * @param <T> a row
 */
final class FileInTask<T> implements Iterator<T>, TaskCompletionListener {
  private CloseableIterator<T> rows;

  FileInTask(CloseableIterator<T> rows) {
    this.rows = rows;
  }

  /** Returns the rows in the present task. */
  static <T> Iterator<T> of(CloseableIterator<T> rows) {
    FileInTask<T> file = new FileInTask<>(rows);
    TaskContext.get().addTaskCompletionListener(file);
    return file;
  }

  @Override
  public boolean hasNext() {
    if (rows != null && !rows.hasNext()) {
      close();
    }
    return rows != null;
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return rows.next();
  }

  @Override
  public void onTaskCompletion(TaskContext task) {
    close();
  }

  /** What was closed is let go: the task knows this object to its end. */
  private void close() {
    if (rows != null) {
      try {
        rows.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      rows = null;
    }
  }
}
