package io.treadmill.lake;

import io.treadmill.conf.UserError;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.NullOrder;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.Table;
import org.apache.iceberg.UpdateProperties;
import org.apache.iceberg.UpdateSchema;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.types.Types;

/** What a table of the lake is to Iceberg: its columns, files, order of rows and properties. */
final class TableShape {
  private static final String COMMENT = "comment";

  private static final Map<String, String> PROPERTIES =
      Map.of(
          "format-version", "2",
          "write.parquet.compression-codec", "zstd",
          "write.distribution-mode", "hash",
          "write.metadata.delete-after-commit.enabled", "true",
          "write.metadata.previous-versions-max", "10",
          "commit.manifest.min-count-to-merge", "20",
          "commit.retry.num-retries", "30",
          "commit.retry.min-wait-ms", "50",
          "commit.retry.max-wait-ms", "2000");

  private TableShape() {}

  /** Creates an empty table. */
  static void create(StagingCatalog catalog, TableIdentifier identifier, LakeTable table) {
    Schema schema = SparkSchemaUtil.convert(table.schema());
    catalog.create(
        identifier,
        builder ->
            builder
                .withPartitionSpec(partitioning(table, schema))
                .withSortOrder(order(table, schema))
                .withProperties(properties(table)),
        schema);
  }

  private static Map<String, String> properties(LakeTable table) {
    Map<String, String> properties = new HashMap<>(PROPERTIES);
    properties.put(COMMENT, table.comment());
    return properties;
  }

  /**
   * Brings a table that an older version wrote to the columns, comments and properties of this one.
   */
  static void refresh(LakeTable table, Table existing) {
    Schema schema = SparkSchemaUtil.convert(table.schema());
    for (Types.NestedField field : schema.columns()) {
      Types.NestedField old = existing.schema().findField(field.name());
      if (old != null && !old.type().equals(field.type())) {
        throw UserError.storage(
            ("Cannot write %s: column %s is %s in the lake and %s in this version; use a new lake or"
                    + " drop the table")
                .formatted(table.name(), field.name(), old.type(), field.type()),
            null);
      }
    }
    UpdateSchema update = existing.updateSchema().unionByNameWith(schema);
    if (!update.apply().sameSchema(existing.schema())) {
      update.commit();
    }
    Map<String, String> properties = properties(table);
    if (!existing.properties().entrySet().containsAll(properties.entrySet())) {
      UpdateProperties changed = existing.updateProperties();
      properties.forEach(changed::set);
      changed.commit();
    }
  }

  private static PartitionSpec partitioning(LakeTable table, Schema schema) {
    PartitionSpec.Builder spec = PartitionSpec.builderFor(schema);
    String day = table.dayColumn();
    return switch (table.partition()) {
      case NONE -> PartitionSpec.unpartitioned();
      case MONTH -> spec.month(day, "month").build();
      case DAY ->
          table.isOwnedByInstant() ? spec.day(day, "ts_day").build() : spec.identity(day).build();
    };
  }

  private static SortOrder order(LakeTable table, Schema schema) {
    SortOrder.Builder order = SortOrder.builderFor(schema);
    table.key().forEach(column -> order.asc(column, NullOrder.NULLS_FIRST));
    return order.build();
  }
}
