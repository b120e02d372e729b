// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.sql;

import com.google.api.services.bigquery.model.Dataset;
import com.google.api.services.bigquery.model.EncryptionConfiguration;
import com.google.api.services.bigquery.model.Table;
import io.millrace.connect.emulator.store.WarehouseException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What OPTIONS of a table or dataset do to its metadata. */
public final class TableOptions {
    private static final BigDecimal DAY_MS = BigDecimal.valueOf(86_400_000L);

    private TableOptions() {}

    public static void apply(Table table, Map<String, Object> options) {
        options.forEach((name, value) -> {
            switch (name) {
                case "description" -> table.setDescription(text(name, value));
                case "friendly_name" -> table.setFriendlyName(text(name, value));
                case "labels" -> table.setLabels(labels(value));
                case "expiration_timestamp" ->
                    table.setExpirationTime(value instanceof Instant time ? Long.valueOf(time.toEpochMilli()) : null);
                case "partition_expiration_days" -> {
                    if (table.getTimePartitioning() == null) {
                        throw invalid("partition_expiration_days needs a time-partitioned table");
                    }
                    table.getTimePartitioning().setExpirationMs(millis(name, value));
                }
                case "require_partition_filter" -> table.setRequirePartitionFilter(Boolean.TRUE.equals(value));
                case "kms_key_name" ->
                    table.setEncryptionConfiguration(new EncryptionConfiguration().setKmsKeyName(text(name, value)));
                case "max_staleness" -> table.setMaxStaleness(value == Options.NULL ? null : value.toString());
                default -> throw invalid("Unknown option: " + name);
            }
        });
    }

    public static void apply(Dataset dataset, Map<String, Object> options) {
        options.forEach((name, value) -> {
            switch (name) {
                case "description" -> dataset.setDescription(text(name, value));
                case "friendly_name" -> dataset.setFriendlyName(text(name, value));
                case "labels" -> dataset.setLabels(labels(value));
                case "location" -> dataset.setLocation(text(name, value));
                case "default_table_expiration_days" -> dataset.setDefaultTableExpirationMs(millis(name, value));
                case "default_partition_expiration_days" ->
                    dataset.setDefaultPartitionExpirationMs(millis(name, value));
                default -> throw invalid("Unknown option: " + name);
            }
        });
    }

    private static @Nullable String text(String name, Object value) {
        if (value == Options.NULL) {
            return null;
        }
        if (value instanceof String text) {
            return text;
        }
        throw invalid("Option " + name + " is a STRING");
    }

    private static @Nullable Long millis(String name, Object value) {
        if (value == Options.NULL) {
            return null;
        }
        if (value instanceof Long || value instanceof BigDecimal) {
            return new BigDecimal(value.toString()).multiply(DAY_MS).longValue();
        }
        throw invalid("Option " + name + " is a number of days");
    }

    private static Map<String, String> labels(Object value) {
        Map<String, String> labels = new LinkedHashMap<>();
        if (value instanceof List<?> pairs) {
            for (Object pair : pairs) {
                if (!(pair instanceof List<?> parts) || parts.size() != 2) {
                    throw invalid("Option labels is an array of (key, value) pairs");
                }
                labels.put(String.valueOf(parts.get(0)), String.valueOf(parts.get(1)));
            }
        }
        return labels;
    }

    private static WarehouseException invalid(String message) {
        return new WarehouseException(WarehouseException.Reason.INVALID_QUERY, message);
    }
}
