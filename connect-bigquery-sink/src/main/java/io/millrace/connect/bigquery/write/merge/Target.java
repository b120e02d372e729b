// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.merge;

import com.google.api.services.bigquery.model.EncryptionConfiguration;
import com.google.api.services.bigquery.model.RangePartitioning;
import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TimePartitioning;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.TableShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table that changes are merged into, as it is.
 *
 * @param fields its columns
 * @param key those that its primary key names, as they are spelled; empty if it has none
 * @param partitionedBy its partition column; null if it has none
 * @param filterRequired whether a statement has to say which partitions it reads
 * @param location where it is
 * @param encryption by whose key it is encrypted; null for Google's
 */
record Target(
        List<TableFieldSchema> fields,
        List<String> key,
        @Nullable String partitionedBy,
        boolean filterRequired,
        @Nullable String location,
        @Nullable EncryptionConfiguration encryption) {
    Target {
        fields = List.copyOf(fields);
        key = List.copyOf(key);
    }

    static Target of(Table live) {
        List<TableFieldSchema> fields =
                live.getSchema() == null || live.getSchema().getFields() == null
                        ? List.of()
                        : live.getSchema().getFields();
        List<String> key = new ArrayList<>();
        if (live.getTableConstraints() != null && live.getTableConstraints().getPrimaryKey() != null) {
            for (String column : live.getTableConstraints().getPrimaryKey().getColumns()) {
                fields.stream()
                        .map(TableFieldSchema::getName)
                        .filter(column::equalsIgnoreCase)
                        .forEach(key::add);
            }
        }
        return new Target(
                fields,
                key,
                partition(live),
                isFilterRequired(live),
                live.getLocation(),
                live.getEncryptionConfiguration());
    }

    /** BigQuery has the requirement in two places, a newer and an older one. */
    private static boolean isFilterRequired(Table live) {
        TimePartitioning time = live.getTimePartitioning();
        return Boolean.TRUE.equals(live.getRequirePartitionFilter())
                || (time != null && Boolean.TRUE.equals(time.getRequirePartitionFilter()));
    }

    private static @Nullable String partition(Table live) {
        TimePartitioning time = live.getTimePartitioning();
        RangePartitioning range = live.getRangePartitioning();
        return time != null ? time.getField() : range != null ? range.getField() : null;
    }

    /** Whether rows of this shape can be merged: there is a key, and a column for each that they have. */
    boolean takes(TableShape shape) {
        return !key.isEmpty()
                && field(MergeSql.SEQUENCE) != null
                && shape.columns().stream().allMatch(column -> field(column.name()) != null);
    }

    private @Nullable TableFieldSchema field(String name) {
        return fields.stream()
                .filter(field -> field.getName().equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
    }

    /** By what changes find their rows. */
    MatchedKey matched() {
        return new MatchedKey(
                key,
                fields.stream()
                        .filter(field -> field.getCollation() != null
                                && !field.getCollation().isEmpty())
                        .map(TableFieldSchema::getName)
                        .filter(key::contains)
                        .collect(Collectors.toSet()));
    }

    /** The columns of a table in which changes wait: a deleted row has its key alone, so none is REQUIRED. */
    List<TableFieldSchema> staged() {
        List<TableFieldSchema> staged = new ArrayList<>();
        fields.forEach(field -> staged.add(orders(field) ? exact(relaxed(field)) : relaxed(field)));
        staged.add(text(MergeSql.CHANGE, "NULLABLE"));
        staged.add(text(MergeSql.UNSENT, "REPEATED"));
        return staged;
    }

    /** The same of a file whose rows lack some, for them to have their defaults. */
    List<TableFieldSchema> staged(Set<String> omitted) {
        return staged().stream()
                .filter(field -> omitted.stream().noneMatch(field.getName()::equalsIgnoreCase))
                .toList();
    }

    /** The columns of a table of deletes. */
    List<TableFieldSchema> deletes() {
        List<TableFieldSchema> deletes = new ArrayList<>();
        fields.stream()
                .filter(field -> key.contains(field.getName()))
                .forEach(field -> deletes.add(exact(relaxed(field)).setDefaultValueExpression(null)));
        deletes.add(text(MergeSql.SEQUENCE, "NULLABLE"));
        deletes.add(new TableFieldSchema()
                .setName(MergeSql.DELETED_AT)
                .setType("TIMESTAMP")
                .setMode("NULLABLE"));
        return deletes;
    }

    /** A column of a name that merges need for themselves; null if there is none. */
    @Nullable
    String reserved() {
        return columns().stream()
                .filter(name -> name.equalsIgnoreCase(MergeSql.CHANGE) || name.equalsIgnoreCase(MergeSql.UNSENT))
                .findFirst()
                .orElse(null);
    }

    /** All columns. */
    List<String> columns() {
        return fields.stream().map(TableFieldSchema::getName).toList();
    }

    /** Of rows of this shape the columns that are neither in the key nor the order of changes, as the table spells them. */
    List<String> others(TableShape shape) {
        return shape.columns().stream()
                .map(Column::name)
                .map(this::field)
                .filter(field -> field != null && !key.contains(field.getName()))
                .map(field -> field == null ? "" : field.getName())
                .filter(name -> !name.equalsIgnoreCase(MergeSql.SEQUENCE))
                .toList();
    }

    /** The partition column, if all of a row's changes name its partition; null if not. */
    @Nullable
    String pruning() {
        return key.stream()
                .filter(column -> column.equalsIgnoreCase(partitionedBy))
                .findFirst()
                .orElse(null);
    }

    /** The partition column, if changes of this shape have it; null if not. */
    @Nullable
    String partitionOf(TableShape shape) {
        return Stream.concat(key.stream(), others(shape).stream())
                .filter(column -> column.equalsIgnoreCase(partitionedBy))
                .findFirst()
                .orElse(null);
    }

    /** What is true of all rows, where a statement has to say which partitions it reads; null where it has not. */
    @Nullable
    String anywhere() {
        String column = pruning();
        if (!filterRequired || column == null) {
            return null;
        }
        return "t.`" + column + "` >= "
                + literal(column, isNumber(column) ? String.valueOf(Long.MIN_VALUE) : "0001-01-01");
    }

    /** Whether BigQuery would refuse every merge, because none can say which partitions it reads. */
    boolean refusesMerges() {
        return filterRequired && pruning() == null;
    }

    /** A value of a column that was cast to text, as it is written in a statement. */
    String literal(String column, String text) {
        return isNumber(column) ? text : type(column) + " '" + text + "'";
    }

    private boolean isNumber(String column) {
        return type(column).equals("INTEGER");
    }

    private String type(String column) {
        TableFieldSchema field = field(column);
        return field == null ? "" : typeOf(field);
    }

    /** A column's type, which has two names where it comes from the API and where it comes from a statement. */
    static String typeOf(TableFieldSchema field) {
        String type = field.getType().toUpperCase(Locale.ROOT);
        return switch (type) {
            case "INT64" -> "INTEGER";
            case "BOOL" -> "BOOLEAN";
            default -> type;
        };
    }

    private static TableFieldSchema relaxed(TableFieldSchema field) {
        TableFieldSchema relaxed = field.clone();
        return "REQUIRED".equals(field.getMode()) ? relaxed.setMode("NULLABLE") : relaxed;
    }

    private boolean orders(TableFieldSchema field) {
        return key.contains(field.getName()) || field.getName().equalsIgnoreCase(MergeSql.SEQUENCE);
    }

    /** Compared as it is, whatever the dataset says of new columns, and the table of this one. */
    private static TableFieldSchema exact(TableFieldSchema field) {
        return typeOf(field).equals("STRING") ? field.setCollation("") : field;
    }

    private static TableFieldSchema text(String name, String mode) {
        return exact(new TableFieldSchema().setName(name).setType("STRING").setMode(mode));
    }
}
