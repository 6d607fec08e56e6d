package io.treadmill.jobs.fetch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.treadmill.conf.UserError;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * What is known of bytes on the disk; a small file beside them.
 *
 * @param address where they came from
 * @param validator entity tag or date that the host gave; null if none
 * @param length bytes of the whole file; -1 if the host did not say
 * @param sha256 hash of the whole file; null while it is not checked
 */
record FileState(String address, String validator, long length, String sha256) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Returns the state in a file; nothing if it is not there or torn. */
  static Optional<FileState> read(Path file) {
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(file), FileState.class));
    } catch (NoSuchFileException | JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw UserError.storage("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Writes the state, whole or not at all. */
  void write(Path file) throws IOException {
    put(file, JSON.writeValueAsBytes(this));
  }

  /** Writes a small file so that a reader sees all of it or what was there before. */
  static void put(Path file, byte[] bytes) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer left = ByteBuffer.wrap(bytes);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
