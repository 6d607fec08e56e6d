package io.treadmill.lake;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.rdd.ShuffledRDD;
import org.apache.spark.serializer.DeserializationStream;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.SerializationStream;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.Row;
import org.apache.spark.util.ByteBufferInputStream;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Codes rows and their keys on the way from task to task. A value is a letter and its bytes; a text
 * that the stream has seen is its number there, for a night has few texts in many rows. Rows cross
 * without their schema, those in them too. What is no value of a table goes as Java codes it.
 */
public final class RowSerializer extends Serializer implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Texts of a stream that get a number, at most: there is a stream for each task that reads. */
  private static final int MOST_NUMBERS = 1024;

  private static final int BUFFER = 1 << 14;
  private static final JavaSerializer JAVA = new JavaSerializer(new SparkConf(false));
  private static final ClassTag<Object> ANY = ClassTag$.MODULE$.Object();

  /** Has the rows of a shuffle coded so. */
  public static <K, V> JavaPairRDD<K, V> codes(JavaPairRDD<K, V> shuffled) {
    ((ShuffledRDD<?, ?, ?>) shuffled.rdd()).setSerializer(new RowSerializer());
    return shuffled;
  }

  @Override
  public SerializerInstance newInstance() {
    return new Instance();
  }

  private static final class Instance extends SerializerInstance {
    @Override
    public <T> ByteBuffer serialize(T value, ClassTag<T> tag) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (Writer writer = new Writer(bytes)) {
        writer.writeObject(value, tag);
      }
      return ByteBuffer.wrap(bytes.toByteArray());
    }

    @Override
    public <T> T deserialize(ByteBuffer bytes, ClassTag<T> tag) {
      try (Reader reader = new Reader(new ByteBufferInputStream(bytes))) {
        return reader.readObject(tag);
      }
    }

    @Override
    public <T> T deserialize(ByteBuffer bytes, ClassLoader loader, ClassTag<T> tag) {
      return deserialize(bytes, tag);
    }

    @Override
    public SerializationStream serializeStream(OutputStream to) {
      return new Writer(to);
    }

    @Override
    public DeserializationStream deserializeStream(InputStream from) {
      return new Reader(from);
    }
  }

  private static final class Writer extends SerializationStream implements AutoCloseable {
    private final OutputStream to;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    private final Map<String, Integer> numbers = new HashMap<>();

    Writer(OutputStream to) {
      this.to = to;
    }

    /** Returns the buffer with room for a kind and so many bytes after it, and the kind written. */
    private ByteBuffer kind(char kind, int bytes) throws IOException {
      return room(1 + bytes).put((byte) kind);
    }

    private ByteBuffer room(int bytes) throws IOException {
      if (buffer.remaining() < bytes) {
        empty();
      }
      return buffer;
    }

    private void empty() throws IOException {
      to.write(buffer.array(), 0, buffer.position());
      buffer.clear();
    }

    @Override
    public <T> SerializationStream writeObject(T value, ClassTag<T> tag) {
      try {
        write(value);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return this;
    }

    private void write(Object value) throws IOException {
      if (value == null) {
        kind('0', 0);
      } else if (value instanceof String text) {
        text(text);
      } else if (value instanceof Double number) {
        kind('d', 8).putDouble(number);
      } else if (value instanceof Long number) {
        kind('l', 8).putLong(number);
      } else if (value instanceof Integer number) {
        kind('i', 4).putInt(number);
      } else if (value instanceof Boolean flag) {
        kind(flag ? 'y' : 'n', 0);
      } else if (value instanceof Timestamp instant) {
        kind('t', 12).putLong(instant.getTime()).putInt(instant.getNanos());
      } else if (value instanceof Date day) {
        kind('a', 8).putLong(day.getTime());
      } else if (value instanceof SizedRow row) {
        kind('r', 0);
        values(row.values());
      } else if (value instanceof Row part) {
        write(SizedRow.of(part));
      } else if (value instanceof FileKey key) {
        key.write(kind('k', FileKey.BYTES));
        values(key.key());
      } else if (value instanceof double[] numbers) {
        kind('D', 4).putInt(numbers.length);
        for (double number : numbers) {
          room(8).putDouble(number);
        }
      } else if (value instanceof int[] numbers) {
        kind('I', 4).putInt(numbers.length);
        for (int number : numbers) {
          room(4).putInt(number);
        }
      } else {
        kind('o', 0);
        bytes(JAVA.newInstance().serialize(value, ANY).array());
      }
    }

    private void text(String text) throws IOException {
      Integer number = numbers.get(text);
      if (number != null) {
        kind('#', 2).putShort(number.shortValue());
        return;
      }
      if (numbers.size() < MOST_NUMBERS) {
        numbers.put(text, numbers.size());
      }
      kind('s', 0);
      bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(byte[] bytes) throws IOException {
      room(4).putInt(bytes.length);
      if (room(Math.min(bytes.length, BUFFER)).remaining() < bytes.length) {
        to.write(bytes);
      } else {
        buffer.put(bytes);
      }
    }

    private void values(Object[] values) throws IOException {
      room(4).putInt(values.length);
      for (Object value : values) {
        write(value);
      }
    }

    @Override
    public void flush() {
      try {
        empty();
        to.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        empty();
        to.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class Reader extends DeserializationStream implements AutoCloseable {
    private final InputStream in;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).flip();
    private final List<String> texts = new ArrayList<>();

    Reader(InputStream from) {
      this.in = from;
    }

    /** Returns the buffer with so many bytes at least. */
    private ByteBuffer next(int bytes) throws IOException {
      if (buffer.remaining() < bytes) {
        buffer.compact();
        int read = 0;
        while (read >= 0 && buffer.position() < bytes) {
          read = in.read(buffer.array(), buffer.position(), buffer.remaining());
          buffer.position(buffer.position() + Math.max(0, read));
        }
        buffer.flip();
        if (buffer.remaining() < bytes) {
          throw new EOFException();
        }
      }
      return buffer;
    }

    /** Its end a stream tells by an {@link EOFException}, which Spark looks for. */
    @Override
    @SuppressWarnings("unchecked") // What was written.
    public <T> T readObject(ClassTag<T> tag) {
      try {
        return (T) read();
      } catch (IOException e) {
        return ExceptionUtils.rethrow(e);
      }
    }

    private Object read() throws IOException {
      byte kind = next(1).get();
      return switch (kind) {
        case '0' -> null;
        case 's' -> seen(new String(bytes(), StandardCharsets.UTF_8));
        case '#' -> texts.get(next(2).getShort());
        case 'd' -> next(8).getDouble();
        case 'l' -> next(8).getLong();
        case 'i' -> next(4).getInt();
        case 'y' -> true;
        case 'n' -> false;
        case 't' -> instant(next(12).getLong(), buffer.getInt());
        case 'a' -> new Date(next(8).getLong());
        case 'r' -> new SizedRow(values());
        case 'k' -> {
          ByteBuffer head = next(FileKey.BYTES);
          yield new FileKey(head.getInt(), head.getInt(), head.getInt(), head.get() != 0, values());
        }
        case 'D' -> {
          double[] numbers = new double[next(4).getInt()];
          for (int i = 0; i < numbers.length; i++) {
            numbers[i] = next(8).getDouble();
          }
          yield numbers;
        }
        case 'I' -> {
          int[] numbers = new int[next(4).getInt()];
          for (int i = 0; i < numbers.length; i++) {
            numbers[i] = next(4).getInt();
          }
          yield numbers;
        }
        case 'o' -> ofJava(bytes());
        default -> throw new IOException("Invalid kind of a value: " + kind);
      };
    }

    /** Classes may be of the application, which Spark loads by the loader of its tasks. */
    private static Object ofJava(byte[] bytes) {
      ClassLoader ofTask = Thread.currentThread().getContextClassLoader();
      return JAVA.newInstance().deserialize(ByteBuffer.wrap(bytes), ofTask, ANY);
    }

    private String seen(String text) {
      if (texts.size() < MOST_NUMBERS) {
        texts.add(text);
      }
      return text;
    }

    private static Timestamp instant(long millis, int nanos) {
      Timestamp instant = new Timestamp(millis);
      instant.setNanos(nanos);
      return instant;
    }

    private byte[] bytes() throws IOException {
      byte[] bytes = new byte[next(4).getInt()];
      int there = Math.min(bytes.length, buffer.remaining());
      buffer.get(bytes, 0, there);
      if (in.readNBytes(bytes, there, bytes.length - there) < bytes.length - there) {
        throw new EOFException();
      }
      return bytes;
    }

    private Object[] values() throws IOException {
      Object[] values = new Object[next(4).getInt()];
      for (int i = 0; i < values.length; i++) {
        values[i] = read();
      }
      return values;
    }

    @Override
    public void close() {
      try {
        in.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
