package io.treadmill.jobs.fetch;

import io.treadmill.conf.UserError;
import io.treadmill.jobs.fetch.vendors.RemoteFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The place of one file: the file itself, and beside it, hidden, the part that is being fetched and
 * what is known of both. A file lies under its name whole and checked, or not at all; a process may
 * end at any instant.
 */
final class LocalFile {
  private final RemoteFile remote;
  private final Path file;
  private final Path part;
  private final Path state;
  private final Path partState;

  LocalFile(Path folder, RemoteFile remote) {
    this.remote = remote;
    this.file = folder.resolve(remote.target());
    String name = file.getFileName().toString();
    this.part = file.resolveSibling("." + name + ".part");
    this.state = file.resolveSibling("." + name + ".state");
    this.partState = file.resolveSibling("." + name + ".part.state");
  }

  Path file() {
    return file;
  }

  Path part() {
    return part;
  }

  /** Returns what is known of the checked file; nothing if there is none. */
  Optional<FileState> known() {
    return FileState.read(state).filter(known -> known.sha256() != null);
  }

  /**
   * Returns true if the file is here, checked before. A checked part that was not yet moved when a
   * process ended is moved now.
   */
  boolean isHere() throws IOException {
    FileState known = known().orElse(null);
    if (known == null) {
      return false;
    }
    if (size(part) == known.length() && Bytes.sha256(part).equals(known.sha256())) {
      moveIntoPlace();
    }
    return size(file) == known.length();
  }

  /** Returns true without touching anything if the file is here, checked before. */
  boolean looksHere() {
    return known().filter(known -> size(file) == known.length()).isPresent();
  }

  /** Takes over a file of the right size that was put here otherwise, if it is whole. */
  boolean adopt(Reply remoteSays) throws IOException {
    if (!Files.isRegularFile(file) || size(file) != remoteSays.length()) {
      return false;
    }
    try {
      Bytes bytes = Bytes.check(file, remote.packing());
      if (!bytes.fitTag(remoteSays.etag())) {
        return false;
      }
      state(remoteSays.validator(), size(file), bytes.sha256()).write(state);
      return true;
    } catch (Bytes.Wrong e) {
      return false;
    }
  }

  /** Returns the bytes of the part. */
  long partBytes() {
    return Math.max(0, size(part));
  }

  /** Returns what is known of the part; nothing if there is none of this address. */
  Optional<FileState> begun() {
    return Files.exists(part)
        ? FileState.read(partState)
            .filter(begun -> begun.address().equals(remote.address().toString()))
        : Optional.empty();
  }

  /** Begins a new part. */
  FileState begin(Reply reply) {
    try {
      Files.createDirectories(file.getParent());
      Files.deleteIfExists(part);
      FileState begun = state(reply.validator(), reply.length(), null);
      begun.write(partState);
      return begun;
    } catch (IOException e) {
      throw storage(e);
    }
  }

  /** Returns the part, opened to write at its end. */
  FileChannel append() {
    try {
      return FileChannel.open(
          part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw storage(e);
    }
  }

  /** Writes all of a buffer at the end of the part. */
  void write(FileChannel channel, byte[] buffer, int length) {
    try {
      ByteBuffer left = ByteBuffer.wrap(buffer, 0, length);
      while (left.hasRemaining()) {
        channel.write(left);
      }
    } catch (IOException e) {
      throw storage(e);
    }
  }

  /** Forgets the part. */
  void dropPart() {
    try {
      Files.deleteIfExists(part);
      Files.deleteIfExists(partState);
    } catch (IOException e) {
      throw storage(e);
    }
  }

  /** Puts the checked part under its name: bytes, then what is known of them, then the name. */
  void publish(String validator, String sha256, byte[] checksum) {
    try {
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      if (checksum != null) {
        FileState.put(file.resolveSibling(file.getFileName() + ".CHECKSUM"), checksum);
      }
      state(validator, size(part), sha256).write(state);
      moveIntoPlace();
    } catch (IOException e) {
      throw storage(e);
    }
  }

  private FileState state(String validator, long length, String sha256) {
    return new FileState(remote.address().toString(), validator, length, sha256);
  }

  private void moveIntoPlace() throws IOException {
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Files.deleteIfExists(partState);
    try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  private UserError storage(IOException e) {
    return UserError.storage(
        "Cannot write %s: %s (what is whole is kept: mend the storage and run again)"
            .formatted(file, e.getMessage()),
        e);
  }

  private static long size(Path path) {
    try {
      return Files.isRegularFile(path) ? Files.size(path) : -1;
    } catch (IOException e) {
      return -1;
    }
  }
}
