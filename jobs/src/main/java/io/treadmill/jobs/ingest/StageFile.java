package io.treadmill.jobs.ingest;

import io.treadmill.jobs.ingest.format.SourceFile;
import io.treadmill.jobs.ingest.format.StatedContract;
import java.io.IOException;
import java.io.Serializable;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.util.SerializableConfiguration;

/** The Spark function that stages one file. */
record StageFile(StageTask task, SerializableConfiguration conf)
    implements Function<StageFile.Work, StagedFile> {

  /**
   * One file to stage.
   *
   * @param file the file
   * @param stated what the user says of its contracts
   * @param number its number in the import
   */
  record Work(SourceFile file, StatedContract stated, int number) implements Serializable {}

  @Override
  public StagedFile call(Work work) throws IOException {
    return task.stage(work.file(), work.stated(), work.number(), conf.value(), () -> false);
  }
}
