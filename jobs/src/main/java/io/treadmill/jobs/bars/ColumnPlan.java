package io.treadmill.jobs.bars;

import io.treadmill.lake.ArchiveDataset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.execution.ColumnarToRowExec;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.FilterExec;
import org.apache.spark.sql.execution.InputAdapter;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.WholeStageCodegenExec;
import org.apache.spark.sql.types.StringType;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * How the columns of trades come out of a file scan: by position in its batches, or as one text for
 * all rows. Found by walking down a physical plan through renamings, and through filters on columns
 * that the kernel filters itself.
 *
 * @param positions column to position in the batch
 * @param literals column to the text of every row; null where the archive has no such column
 */
record ColumnPlan(
    FileSourceScanExec scan, Map<String, Integer> positions, Map<String, String> literals) {
  /** The kernel keeps the days and the selection itself; filters on these columns are no more. */
  private static final Set<String> FILTERED = Set.of("ts", "day", "venue", "symbol");

  /** Returns the plan in columns; empty if rows must be made, for example for a cast. */
  static Optional<ColumnPlan> of(SparkPlan plan) {
    Map<String, Expression> columns = new HashMap<>();
    for (Attribute attribute : list(plan.output())) {
      columns.put(attribute.name(), attribute);
    }
    return walk(plan, columns);
  }

  private static Optional<ColumnPlan> walk(SparkPlan plan, Map<String, Expression> columns) {
    if (plan instanceof WholeStageCodegenExec
        || plan instanceof InputAdapter
        || plan instanceof ColumnarToRowExec) {
      return walk(plan.children().head(), columns);
    }
    if (plan instanceof ProjectExec project) {
      return walk(project.child(), project(project, columns));
    }
    if (plan instanceof FilterExec filter) {
      return isKept(filter, columns) ? walk(filter.child(), columns) : Optional.empty();
    }
    return plan instanceof FileSourceScanExec scan && scan.supportsColumnar()
        ? read(scan, columns)
        : Optional.empty();
  }

  private static Map<String, Expression> project(
      ProjectExec project, Map<String, Expression> columns) {
    Map<ExprId, Expression> outputs = new HashMap<>();
    for (NamedExpression output : list(project.projectList())) {
      outputs.put(
          output.exprId(), output instanceof Alias alias ? alias.child() : (Expression) output);
    }
    Map<String, Expression> result = new HashMap<>();
    columns.forEach(
        (name, value) ->
            result.put(
                name,
                value instanceof AttributeReference reference
                    ? outputs.getOrDefault(reference.exprId(), value)
                    : value));
    return result;
  }

  private static boolean isKept(FilterExec filter, Map<String, Expression> columns) {
    Set<ExprId> known = new HashSet<>();
    columns.forEach(
        (name, value) -> {
          if (FILTERED.contains(name) && value instanceof AttributeReference reference) {
            known.add(reference.exprId());
          }
        });
    return CollectionConverters.asJava(filter.condition().references().toSeq()).stream()
        .allMatch(
            reference -> known.contains(reference.exprId()) || reference.name().equals("day"));
  }

  private static Optional<ColumnPlan> read(
      FileSourceScanExec scan, Map<String, Expression> columns) {
    Map<ExprId, Integer> found = new HashMap<>();
    for (Attribute attribute : list(scan.output())) {
      found.put(attribute.exprId(), found.size());
    }
    Map<String, Integer> positions = new HashMap<>();
    Map<String, String> literals = new HashMap<>();
    for (var column : columns.entrySet()) {
      Expression value = column.getValue();
      if (value instanceof Literal literal && literal.value() == null) {
        literals.put(column.getKey(), null);
      } else if (value instanceof Literal literal && literal.dataType() instanceof StringType) {
        literals.put(column.getKey(), literal.value().toString());
      } else if (value instanceof AttributeReference reference
          && found.containsKey(reference.exprId())
          && reference
              .dataType()
              .equals(ArchiveDataset.TRADES.schema().apply(column.getKey()).dataType())) {
        positions.put(column.getKey(), found.get(reference.exprId()));
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(new ColumnPlan(scan, positions, literals));
  }

  private static <T> Iterable<T> list(Seq<T> values) {
    return CollectionConverters.asJava(values);
  }
}
