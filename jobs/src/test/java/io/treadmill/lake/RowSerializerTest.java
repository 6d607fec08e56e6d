package io.treadmill.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
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
      written.add(new Tuple2<>(new FileKey(i % 7, 20_000 + i, i % 2 == 0, key), row(i)));
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
}
