package io.treadmill.lake;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
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
    private final DataOutputStream out;
    private final Map<String, Integer> numbers = new HashMap<>();

    Writer(OutputStream to) {
      this.out = new DataOutputStream(new BufferedOutputStream(to, BUFFER));
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
        out.writeByte('0');
      } else if (value instanceof String text) {
        text(text);
      } else if (value instanceof Double number) {
        out.writeByte('d');
        out.writeDouble(number);
      } else if (value instanceof Long number) {
        out.writeByte('l');
        out.writeLong(number);
      } else if (value instanceof Integer number) {
        out.writeByte('i');
        out.writeInt(number);
      } else if (value instanceof Boolean flag) {
        out.writeByte(flag ? 'y' : 'n');
      } else if (value instanceof Timestamp instant) {
        out.writeByte('t');
        out.writeLong(instant.getTime());
        out.writeInt(instant.getNanos());
      } else if (value instanceof Date day) {
        out.writeByte('a');
        out.writeLong(day.getTime());
      } else if (value instanceof SizedRow row) {
        out.writeByte('r');
        values(row.values());
      } else if (value instanceof Row part) {
        write(SizedRow.of(part));
      } else if (value instanceof FileKey key) {
        out.writeByte('k');
        key.write(out);
        values(key.key());
      } else if (value instanceof double[] numbers) {
        out.writeByte('D');
        out.writeInt(numbers.length);
        for (double number : numbers) {
          out.writeDouble(number);
        }
      } else if (value instanceof int[] numbers) {
        out.writeByte('I');
        out.writeInt(numbers.length);
        for (int number : numbers) {
          out.writeInt(number);
        }
      } else {
        out.writeByte('o');
        bytes(JAVA.newInstance().serialize(value, ANY).array());
      }
    }

    private void text(String text) throws IOException {
      Integer number = numbers.get(text);
      if (number != null) {
        out.writeByte('#');
        out.writeShort(number);
        return;
      }
      if (numbers.size() < MOST_NUMBERS) {
        numbers.put(text, numbers.size());
      }
      out.writeByte('s');
      bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(byte[] bytes) throws IOException {
      out.writeInt(bytes.length);
      out.write(bytes);
    }

    private void values(Object[] values) throws IOException {
      out.writeInt(values.length);
      for (Object value : values) {
        write(value);
      }
    }

    @Override
    public void flush() {
      try {
        out.flush();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        out.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class Reader extends DeserializationStream implements AutoCloseable {
    private final DataInputStream in;
    private final List<String> texts = new ArrayList<>();

    Reader(InputStream from) {
      this.in = new DataInputStream(new BufferedInputStream(from, BUFFER));
    }

    /** Its end a stream tells by an {@link java.io.EOFException}, which Spark looks for. */
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
      byte kind = in.readByte();
      return switch (kind) {
        case '0' -> null;
        case 's' -> seen(new String(bytes(), StandardCharsets.UTF_8));
        case '#' -> texts.get(in.readShort());
        case 'd' -> in.readDouble();
        case 'l' -> in.readLong();
        case 'i' -> in.readInt();
        case 'y' -> true;
        case 'n' -> false;
        case 't' -> instant(in.readLong(), in.readInt());
        case 'a' -> new Date(in.readLong());
        case 'r' -> new SizedRow(values());
        case 'k' -> new FileKey(in.readInt(), in.readInt(), in.readBoolean(), values());
        case 'D' -> {
          double[] numbers = new double[in.readInt()];
          for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.readDouble();
          }
          yield numbers;
        }
        case 'I' -> {
          int[] numbers = new int[in.readInt()];
          for (int i = 0; i < numbers.length; i++) {
            numbers[i] = in.readInt();
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
      byte[] bytes = new byte[in.readInt()];
      in.readFully(bytes);
      return bytes;
    }

    private Object[] values() throws IOException {
      Object[] values = new Object[in.readInt()];
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
