package io.treadmill.jobs.fetch;

import io.treadmill.jobs.fetch.Line.Again;
import io.treadmill.jobs.fetch.Line.Ended;
import io.treadmill.jobs.fetch.vendors.Answer.NoData;
import io.treadmill.jobs.fetch.vendors.RemoteFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings one file: goes on where a part ends if the host still has the same bytes, asks again after
 * what may pass, checks the whole, puts it under its name.
 */
final class Download {
  private static final int BUFFER = 1 << 16;
  private static final int MOST_ANSWER_BYTES = 64 << 20;
  private static final int MOST_CHECKSUM_BYTES = 4096;
  private static final Pattern SHA256 = Pattern.compile("^([0-9a-fA-F]{64})\\b");

  private final RemoteFile remote;
  private final LocalFile local;
  private final Line line;
  private final LongConsumer arrived;
  private String doubted = "";

  /** Prepares the download; {@code arrived} is told of bytes as they come. */
  Download(RemoteFile remote, LocalFile local, Line line, LongConsumer arrived) {
    this.remote = remote;
    this.local = local;
    this.line = line;
    this.arrived = arrived;
  }

  /** Returns what became of the file. */
  FetchedFile run() throws InterruptedException {
    long furthest = local.partBytes();
    int tries = 0;
    while (true) {
      Again again;
      try {
        return attempt();
      } catch (Ended e) {
        return ended(e);
      } catch (Again e) {
        again = e;
      } catch (Bytes.Wrong e) {
        local.dropPart();
        furthest = 0;
        again = new Again(e.getMessage(), null);
      } catch (IOException e) {
        again = new Again(words(e), null);
      }
      tries = local.partBytes() > furthest ? 0 : tries + 1;
      furthest = Math.max(furthest, local.partBytes());
      if (tries >= line.settings().attempts()) {
        return ended(
            new Ended(
                Outcome.FAILED, "%s, %d times in a row".formatted(again.getMessage(), tries)));
      }
      try {
        line.pause(again, tries);
      } catch (Ended e) {
        return ended(e);
      }
    }
  }

  private FetchedFile ended(Ended end) {
    return new FetchedFile(remote, null, end.outcome(), 0, end.getMessage());
  }

  private static String words(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private FetchedFile attempt() throws IOException, InterruptedException {
    if (remote.access().answer() != null) {
      return answered();
    }
    FileState begun = local.begun().orElse(null);
    if (begun == null || begun.length() < 0 || local.partBytes() != begun.length()) {
      begun = transfer(begun);
    }
    return finish(begun.validator());
  }

  private FetchedFile finish(String validator) throws IOException, InterruptedException {
    Bytes bytes = Bytes.check(local.part(), remote.packing());
    byte[] checksum = remote.hasChecksum() ? checksum(bytes) : null;
    if (!bytes.fitTag(validator) && !doubted.equals(bytes.sha256())) {
      // Not every host's tag is a hash: a second transfer of the same bytes settles it.
      doubted = bytes.sha256();
      throw new Bytes.Wrong("the bytes are not those of the entity tag " + validator);
    }
    long length = local.partBytes();
    local.publish(validator, bytes.sha256(), checksum);
    return new FetchedFile(remote, local.file(), Outcome.FETCHED, length, null);
  }

  private FileState transfer(FileState before) throws IOException, InterruptedException {
    String validator = before == null ? null : before.validator();
    long have = validator == null ? 0 : local.partBytes();
    Question question =
        new Question("GET", remote.address(), remote.access().headers(), have, validator);
    try (Reply reply = line.ask(question)) {
      boolean goesOn = reply.status() == 206;
      boolean other =
          goesOn
              && (reply.from() != have
                  || (reply.validator() != null && !reply.validator().equals(validator)));
      if (reply.status() == 416 || other) {
        local.dropPart();
        throw new Again("the host has other bytes than the part that was here", null);
      }
      line.check(reply, remote);
      FileState begun = goesOn ? before : local.begin(reply);
      copy(reply.body());
      long bytes = local.partBytes();
      if (begun.length() >= 0 && bytes > begun.length()) {
        throw new Bytes.Wrong("%d bytes instead of %d".formatted(bytes, begun.length()));
      }
      if (begun.length() >= 0 && bytes < begun.length()) {
        throw new Again("cut off after %d of %d bytes".formatted(bytes, begun.length()), null);
      }
      return begun;
    }
  }

  private void copy(InputStream body) throws IOException {
    byte[] buffer = new byte[BUFFER];
    try (FileChannel part = local.append()) {
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        local.write(part, buffer, n);
        arrived.accept(n);
      }
    }
  }

  /** Returns the CHECKSUM file beside the file; null if there is none. */
  private byte[] checksum(Bytes bytes) throws IOException, InterruptedException {
    URI address = URI.create(remote.address() + ".CHECKSUM");
    try (Reply reply = line.ask(Question.get(address, remote.access().headers()))) {
      if (reply.status() == 404) {
        return null;
      }
      line.check(reply, remote);
      byte[] text = reply.body().readNBytes(MOST_CHECKSUM_BYTES);
      Matcher stated = SHA256.matcher(new String(text, StandardCharsets.UTF_8).strip());
      if (!stated.find()) {
        throw new Again("its CHECKSUM file holds no sha256", null);
      }
      if (!stated.group(1).equalsIgnoreCase(bytes.sha256())) {
        String reason =
            "its CHECKSUM says %s, its bytes %s".formatted(stated.group(1), bytes.sha256());
        if (doubted.equals(bytes.sha256())) {
          local.dropPart();
          throw new Ended(Outcome.FAILED, reason + " in two transfers (the vendor must mend one)");
        }
        doubted = bytes.sha256();
        throw new Bytes.Wrong(reason);
      }
      return text;
    }
  }

  private FetchedFile answered() throws IOException, InterruptedException {
    byte[] data;
    try (Reply reply = line.ask(Question.get(remote.address(), remote.access().headers()))) {
      line.check(reply, remote);
      byte[] answer = reply.body().readNBytes(MOST_ANSWER_BYTES);
      data = remote.access().answer().accept(answer);
      local.begin(reply);
    } catch (NoData e) {
      throw switch (e.kind()) {
        case BUSY -> new Again(e.getMessage(), null);
        case REFUSED -> new Ended(Outcome.REFUSED, e.getMessage());
        case NOTHING -> line.absent(remote, e.getMessage());
      };
    }
    try (FileChannel part = local.append()) {
      local.write(part, data, data.length);
    }
    arrived.accept(data.length);
    return finish(null);
  }
}
