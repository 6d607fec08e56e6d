package io.treadmill.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.serializer.DeserializationStream;
import org.apache.spark.serializer.SerializationStream;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

class RowSerializerTest {
  private static final ClassTag<Object> ANY = ClassTag$.MODULE$.Any();

  private final SerializerInstance serializer = new RowSerializer().newInstance();

  private static Timestamp micros(long micros) {
    Timestamp instant = new Timestamp(Math.floorDiv(micros, 1000));
    instant.setNanos((int) Math.floorMod(micros, 1_000_000L) * 1000);
    return instant;
  }

  /** Every type of a column, values at their ends, nulls, arrays, a row within, and a stranger. */
  private static Row row(int number) {
    return SizedRow.of(
        RowFactory.create(
            "text " + number,
            "€ of all",
            null,
            number % 2 == 0 ? -0.0 : Double.NaN,
            Long.MIN_VALUE + number,
            Integer.MAX_VALUE - number,
            number % 2 == 0,
            micros(1_772_400_000_123_457L + number),
            micros(-1),
            Date.valueOf(LocalDate.of(2026, 3, 2)),
            RowFactory.create("within", 1.5, null),
            BigDecimal.TEN));
  }

  @Test
  void rowsAndKeysOfManyTextsComeBackInOrder() {
    List<Tuple2<Object, Object>> written = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      Object[] key = {"BTCUSDT", micros(i), i, null};
      written.add(new Tuple2<>(new FileKey(i % 7, 20_000 + i, i % 3, i % 2 == 0, key), row(i)));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    SerializationStream to = serializer.serializeStream(bytes);
    for (Tuple2<Object, Object> one : written) {
      to.writeKey(one._1(), ANY);
      to.writeValue(one._2(), ANY);
    }
    to.close();
    DeserializationStream from =
        serializer.deserializeStream(new ByteArrayInputStream(bytes.toByteArray()));
    List<Tuple2<Object, Object>> read =
        new ArrayList<>(CollectionConverters.asJava(from.asKeyValueIterator().toSeq()));
    assertThat(read).hasSize(3000);
    for (int i = 0; i < 3000; i++) {
      FileKey key = (FileKey) read.get(i)._1();
      FileKey before = (FileKey) written.get(i)._1();
      assertThat(key).isEqualByComparingTo(before);
      assertThat(key.isKept()).isEqualTo(before.isKept());
      assertThat(read.get(i)._2()).isEqualTo(written.get(i)._2()).isInstanceOf(SizedRow.class);
    }
  }

  @Test
  void arraysComeBackToTheBit() {
    Row row = new SizedRow(new Object[] {new double[] {1.5, -0.0, Double.NaN}, new int[] {7, -7}});
    ByteBuffer bytes = serializer.serialize(row, ANY);
    Row read = (Row) serializer.deserialize(bytes, ANY);
    assertThat((double[]) read.get(0)).containsExactly(1.5, -0.0, Double.NaN);
    assertThat((int[]) read.get(1)).containsExactly(7, -7);
  }

  /** Longer than what is kept before it is written, between values that are not. */
  @Test
  void longTextsAndArraysComeBack() {
    double[] numbers = new Random(1).doubles(5000).toArray();
    for (int length : new int[] {16_370, 16_384, 16_385, 50_000}) {
      String text = "€".repeat(length / 3) + "x".repeat(length % 3);
      Row row = new SizedRow(new Object[] {7L, text, -1, numbers, "end"});
      Row read = (Row) serializer.deserialize(serializer.serialize(row, ANY), ANY);
      assertThat(read.get(0)).isEqualTo(7L);
      assertThat(read.get(1)).isEqualTo(text);
      assertThat(read.get(2)).isEqualTo(-1);
      assertThat((double[]) read.get(3)).containsExactly(numbers);
      assertThat(read.get(4)).isEqualTo("end");
    }
  }

  /** Spark ends a stream where this is thrown. */
  @Test
  void theEndOfAStreamIsToldAsSparkLooksForIt() {
    DeserializationStream from =
        serializer.deserializeStream(new ByteArrayInputStream(new byte[0]));
    assertThatThrownBy(() -> from.readObject(ANY)).isInstanceOf(EOFException.class);
    DeserializationStream broken =
        serializer.deserializeStream(new ByteArrayInputStream(new byte[] {'l', 0, 0}));
    assertThatThrownBy(() -> broken.readObject(ANY)).isInstanceOf(EOFException.class);
  }
}
