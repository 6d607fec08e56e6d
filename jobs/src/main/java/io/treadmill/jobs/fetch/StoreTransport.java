package io.treadmill.jobs.fetch;

import io.treadmill.lake.ArchiveStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A bucket in which the requester pays, by the client that the archive and the lake use. */
final class StoreTransport implements Transport {
  private static final String PREFIX = "spark.hadoop.";
  private static final String NEEDED =
      "needs AWS credentials whose owner pays for the transfer (environment AWS_ACCESS_KEY_ID and"
          + " AWS_SECRET_ACCESS_KEY, or spark.properties with spark.hadoop.fs.s3a..)";

  private final Configuration conf = new Configuration();

  /** Makes a client with the Hadoop properties of the settings. */
  StoreTransport(Map<String, String> sparkProperties) {
    conf.set("fs.s3a.requester.pays.enabled", "true");
    conf.set("fs.s3a.attempts.maximum", "2");
    sparkProperties.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX)) {
            conf.set(name.substring(PREFIX.length()), value);
          }
        });
  }

  @Override
  public Reply ask(Question question) throws IOException {
    Path path = new Path(question.address());
    try {
      FileSystem fs = ArchiveStore.of(path, conf);
      FileStatus status = fs.getFileStatus(path);
      String tag = status instanceof EtagSource source ? source.getEtag() : null;
      String etag = tag == null ? null : "\"" + tag.replace("\"", "") + "\"";
      String modified = String.valueOf(status.getModificationTime());
      if (question.method().equals("HEAD")) {
        return new Reply(
            200, 0, status.getLen(), etag, modified, null, InputStream.nullInputStream());
      }
      boolean same =
          question.offset() > 0
              && question.validator().equals(etag == null ? modified : etag)
              && question.offset() < status.getLen();
      FSDataInputStream body = fs.open(path);
      if (same) {
        body.seek(question.offset());
      }
      return new Reply(
          same ? 206 : 200,
          same ? question.offset() : 0,
          status.getLen(),
          etag,
          modified,
          null,
          body);
    } catch (FileNotFoundException e) {
      return new Reply(404, 0, -1, null, null, null, InputStream.nullInputStream());
    } catch (AccessDeniedException e) {
      throw new NotAllowed(NEEDED, e);
    } catch (IOException e) {
      String text = e.toString().toLowerCase(Locale.ROOT);
      throw text.contains("credential") || text.contains("forbidden")
          ? new NotAllowed(NEEDED, e)
          : e;
    }
  }

  @Override
  public void close() {
    // The file systems are shared in the process and end with it.
  }

  /** The store does not give the file. */
  static final class NotAllowed extends IOException {
    private static final long serialVersionUID = 1L;

    NotAllowed(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
