package io.treadmill.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.AccessDeniedException;
import java.util.List;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.junit.jupiter.api.Test;

class LakeRootTest {
  private static final LakeRoot BUCKET = new LakeRoot("s3a://market/lake");

  /** A store that can do nothing but list. */
  private static FileIO store(IOException failure, String... files) {
    return (FileIO)
        Proxy.newProxyInstance(
            LakeRootTest.class.getClassLoader(),
            new Class<?>[] {SupportsPrefixOperations.class},
            (self, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("listPrefix");
              assertThat(arguments).containsExactly("s3a://market/lake/treadmill");
              if (failure != null) {
                throw new UncheckedIOException(failure);
              }
              return List.of(files).stream().map(file -> new FileInfo(file, 1, 0)).toList();
            });
  }

  @Test
  void aBucketWithoutALakeHasNoTable() {
    // The client of S3 says so of a folder that is not there.
    FileNotFoundException missing = new FileNotFoundException("No such file or directory");
    assertThat(BUCKET.anyPublished(store(missing))).isNull();
  }

  @Test
  void aPublishedTableIsFound() {
    String made = "s3a://market/lake/treadmill/zones/metadata/00000-a.metadata.json";
    String written = "s3a://market/lake/treadmill/zones/metadata/00001-b.metadata.json";
    assertThat(BUCKET.anyPublished(store(null, made))).isNull();
    assertThat(BUCKET.anyPublished(store(null, made, written))).isEqualTo(written);
  }

  @Test
  void aStoreThatFailsIsNoEmptyOne() {
    assertThatThrownBy(() -> BUCKET.anyPublished(store(new AccessDeniedException("market"))))
        .isInstanceOf(UncheckedIOException.class);
  }
}
