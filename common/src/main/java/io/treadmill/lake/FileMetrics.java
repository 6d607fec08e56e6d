package io.treadmill.lake;

import io.treadmill.lake.AuditRule.Operand;
import io.treadmill.lake.AuditRule.Order;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Types;

/**
 * What the metrics of a file say of its rows without a look at them.
 *
 * @param schema columns of the table, by number
 */
record FileMetrics(Schema schema, DataFile file) {
  /** The smallest and the largest value; from infinity down to minus infinity if there is none. */
  private record Range(double low, double high) {
    static final Range EMPTY = new Range(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    static final Range UNKNOWN = new Range(Double.NaN, Double.NaN);

    boolean isEmpty() {
      return low > high;
    }
  }

  /** Returns the names of the rules of rows that have to look at the rows. */
  Set<String> open(LakeTable table) {
    Set<String> open = new TreeSet<>();
    for (TableColumn column : table.columns()) {
      if (column.required() && !isZero(file.nullValueCounts(), column.name())) {
        open.add(AuditRule.REQUIRED);
      }
      Range range = column.type() == ColumnType.NUMBER ? range(column.name()) : Range.EMPTY;
      if (!range.isEmpty()
          && !(range.low() > -Double.MAX_VALUE && range.high() < Double.MAX_VALUE)) {
        open.add(AuditRule.FINITE);
      }
    }
    for (AuditRule rule : table.rules()) {
      if (rule instanceof Order order && !isAnswered(order)) {
        open.add(order.text());
      }
    }
    return open;
  }

  private boolean isAnswered(Order rule) {
    Range left = Range.EMPTY;
    for (int i = 0; i < rule.operands().size(); i++) {
      Range right = range(rule.operands().get(i));
      if (right.isEmpty()) {
        continue;
      }
      if (!left.isEmpty() && !holds(rule.signs().get(i - 1), left, right)
          || !(right.low() <= right.high())) {
        return false;
      }
      left = right;
    }
    return true;
  }

  /** Whether a sign holds between any value of one range and any of another. */
  private static boolean holds(AuditRule.Sign sign, Range left, Range right) {
    return sign.holds(left.high(), right.low())
        && (sign != AuditRule.Sign.EQUAL || sign.holds(left.low(), right.high()));
  }

  private Range range(Operand operand) {
    double low = operand.constant();
    double high = operand.constant();
    for (String column : operand.columns()) {
      Range range = range(column);
      if (range.isEmpty()) {
        return Range.EMPTY;
      }
      low += range.low();
      high += range.high();
    }
    return new Range(low, high);
  }

  private Range range(String column) {
    Types.NestedField field = schema.findField(column);
    if (field == null) {
      return Range.UNKNOWN;
    }
    int id = field.fieldId();
    if (file.nullValueCounts() != null
        && file.valueCounts() != null
        && file.valueCounts().get(id) != null
        && file.valueCounts().get(id).equals(file.nullValueCounts().get(id))) {
      return Range.EMPTY;
    }
    boolean mayBeNone =
        field.type().equals(Types.DoubleType.get()) && !isZero(file.nanValueCounts(), column);
    Double low = mayBeNone ? null : bound(file.lowerBounds(), field);
    Double high = mayBeNone ? null : bound(file.upperBounds(), field);
    return low == null || high == null ? Range.UNKNOWN : new Range(low, high);
  }

  private boolean isZero(Map<Integer, Long> counts, String column) {
    Types.NestedField field = schema.findField(column);
    Long count = counts == null || field == null ? null : counts.get(field.fieldId());
    return count != null && count == 0;
  }

  /** Returns a number, an instant as microseconds, a date as days; null if it is not known. */
  private static Double bound(Map<Integer, ByteBuffer> bounds, Types.NestedField field) {
    ByteBuffer bytes = bounds == null ? null : bounds.get(field.fieldId());
    Object value = bytes == null ? null : Conversions.fromByteBuffer(field.type(), bytes);
    return value instanceof Number number ? number.doubleValue() : null;
  }
}
