// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.FieldValue;
import com.google.cloud.bigquery.FieldValueList;
import com.google.cloud.bigquery.QueryJobConfiguration;
import com.google.cloud.bigquery.TableResult;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A table's rows by their keys, in texts that are the same wherever values are. */
final class Contents {

    private final List<String> columns;
    private final int keys;
    private final Map<String, List<@Nullable String>> rows = new TreeMap<>();

    private Contents(MirroredTable table) {
        this.columns = table.allColumns();
        this.keys = table.keyColumns().size();
    }

    /** As the database has them. */
    static Contents of(MirroredTable table, Connection database) throws SQLException {
        Contents contents = new Contents(table);
        try (Statement statement = database.createStatement();
                ResultSet result = statement.executeQuery(contents.select(table.name()))) {
            while (result.next()) {
                List<@Nullable String> row = new ArrayList<>();
                for (int i = 1; i <= contents.columns.size(); i++) {
                    row.add(text(result, i));
                }
                contents.add(row);
            }
        }
        return contents;
    }

    /** As BigQuery answers, of a table or view whose name has its dataset. */
    static Contents of(MirroredTable table, String shown, BigQuery bigQuery) throws InterruptedException {
        Contents contents = new Contents(table);
        TableResult result = bigQuery.query(QueryJobConfiguration.newBuilder(contents.select(shown))
                .setUseLegacySql(false)
                .build());
        List<Field> fields = result.getSchema().getFields();
        for (FieldValueList values : result.iterateAll()) {
            List<@Nullable String> row = new ArrayList<>();
            for (int i = 0; i < contents.columns.size(); i++) {
                row.add(text(values.get(i), fields.get(i)));
            }
            contents.add(row);
        }
        return contents;
    }

    private String select(String from) {
        return "SELECT " + String.join(", ", columns) + " FROM " + from;
    }

    private void add(List<@Nullable String> row) {
        String key = String.join("/", row.subList(0, keys));
        if (rows.put(key, Collections.unmodifiableList(row)) != null) {
            rows.put(key + " (twice)", Collections.unmodifiableList(row));
        }
    }

    int size() {
        return rows.size();
    }

    /** A row in which a copy differs, and how. */
    record Difference(String key, Kind kind, String text) {
        enum Kind {
            MISSING,
            OTHER,
            LEFT_OVER
        }
    }

    /** The rows in which a copy differs. */
    List<Difference> differences(Contents copy) {
        List<Difference> differing = new ArrayList<>();
        for (Map.Entry<String, List<@Nullable String>> row : rows.entrySet()) {
            String key = row.getKey();
            List<@Nullable String> other = copy.rows.get(key);
            if (other == null) {
                differing.add(new Difference(key, Difference.Kind.MISSING, key + " is missing"));
            } else if (!other.equals(row.getValue())) {
                differing.add(
                        new Difference(key, Difference.Kind.OTHER, key + " has" + differing(row.getValue(), other)));
            }
        }
        copy.rows.keySet().stream()
                .filter(key -> !rows.containsKey(key))
                .forEach(key -> differing.add(new Difference(key, Difference.Kind.LEFT_OVER, key + " should be gone")));
        return differing;
    }

    private String differing(List<@Nullable String> ours, List<@Nullable String> theirs) {
        StringBuilder said = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            if (!Objects.equals(ours.get(i), theirs.get(i))) {
                said.append(' ')
                        .append(columns.get(i))
                        .append(' ')
                        .append(shortened(theirs.get(i)))
                        .append(" instead of ")
                        .append(shortened(ours.get(i)));
            }
        }
        return said.toString();
    }

    private static String shortened(@Nullable String text) {
        return text == null ? "NULL" : text.substring(0, Math.min(30, text.length()));
    }

    private static @Nullable String text(ResultSet row, int column) throws SQLException {
        if (row.getObject(column) == null) {
            return null;
        }
        return switch (row.getMetaData().getColumnType(column)) {
            case Types.BIT, Types.BOOLEAN, Types.TINYINT -> row.getBoolean(column) ? "1" : "0";
            case Types.DATE -> row.getObject(column, LocalDate.class).toString();
            case Types.TIMESTAMP -> row.getObject(column, LocalDateTime.class).toString();
            case Types.NUMERIC, Types.DECIMAL, Types.DOUBLE, Types.BIGINT, Types.INTEGER ->
                plain(row.getString(column));
            default -> row.getString(column);
        };
    }

    private static @Nullable String text(FieldValue value, Field field) {
        if (value.isNull()) {
            return null;
        }
        return switch (field.getType().getStandardType()) {
            case BOOL -> value.getBooleanValue() ? "1" : "0";
            case DATETIME -> LocalDateTime.parse(value.getStringValue()).toString();
            case INT64, NUMERIC, BIGNUMERIC, FLOAT64 -> plain(value.getStringValue());
            default -> value.getStringValue();
        };
    }

    private static String plain(String number) {
        BigDecimal exact = new BigDecimal(number);
        return exact.signum() == 0 ? "0" : exact.stripTrailingZeros().toPlainString();
    }
}
