// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.load;

import com.google.api.services.bigquery.model.JobConfigurationLoad;
import com.google.api.services.bigquery.model.TableFieldSchema;
import io.millrace.connect.emulator.store.Warehouse;
import io.millrace.connect.emulator.store.WarehouseException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A load job's configuration: what of it is done here, and how its files are read. */
final class LoadOptions {
    private static final Set<String> CREATE = Set.of("CREATE_IF_NEEDED", "CREATE_NEVER");
    private static final Set<String> WRITE = Set.of("WRITE_TRUNCATE", "WRITE_APPEND", "WRITE_EMPTY");
    private static final Set<String> UPDATE = Set.of("ALLOW_FIELD_ADDITION", "ALLOW_FIELD_RELAXATION");
    private static final Set<String> DONE_HERE = Set.of(
            "allowJaggedRows",
            "allowQuotedNewlines",
            "autodetect",
            "clustering",
            "createDisposition",
            "decimalTargetTypes",
            "destinationEncryptionConfiguration",
            "destinationTable",
            "encoding",
            "fieldDelimiter",
            "ignoreUnknownValues",
            "maxBadRecords",
            "nullMarker",
            "quote",
            "rangePartitioning",
            "schema",
            "schemaUpdateOptions",
            "skipLeadingRows",
            "sourceFormat",
            "sourceUris",
            "timePartitioning",
            "useAvroLogicalTypes",
            "writeDisposition");

    private LoadOptions() {}

    static void refuseUnsupported(JobConfigurationLoad options) {
        if (options.getDestinationTable().getTableId().indexOf('$') >= 0) {
            throw WarehouseException.notImplemented("partition decorators in load jobs");
        }
        for (Map.Entry<String, Object> option : options.entrySet()) {
            if (option.getValue() != null && !DONE_HERE.contains(option.getKey())) {
                throw WarehouseException.notImplemented(option.getKey() + " in load jobs");
            }
        }
        if (Boolean.TRUE.equals(options.getAutodetect())) {
            throw WarehouseException.notImplemented("autodetect in load jobs");
        }
        if ("WRITE_TRUNCATE_DATA".equals(options.getWriteDisposition())) {
            throw WarehouseException.notImplemented("WRITE_TRUNCATE_DATA in load jobs");
        }
        checkOneOf("createDisposition", options.getCreateDisposition(), CREATE);
        checkOneOf("writeDisposition", options.getWriteDisposition(), WRITE);
        if (options.getSchemaUpdateOptions() != null) {
            options.getSchemaUpdateOptions().forEach(option -> checkOneOf("schemaUpdateOptions", option, UPDATE));
            if (!options.getSchemaUpdateOptions().isEmpty()
                    && options.getWriteDisposition() != null
                    && !options.getWriteDisposition().equals("WRITE_APPEND")) {
                throw WarehouseException.invalid("Schema update options should only be specified with WRITE_APPEND"
                        + " disposition, or with WRITE_TRUNCATE disposition on a table partition.");
            }
        }
    }

    private static void checkOneOf(String name, @org.jspecify.annotations.Nullable String value, Set<String> accepted) {
        if (value != null && !accepted.contains(value)) {
            throw WarehouseException.invalid("Invalid value for " + name + ": " + value + " is not a valid value");
        }
    }

    static String format(JobConfigurationLoad options) {
        return options.getSourceFormat() == null ? "CSV" : options.getSourceFormat();
    }

    /** The columns that the job itself names. */
    static List<TableFieldSchema> configured(JobConfigurationLoad options) {
        return options.getSchema() == null || options.getSchema().getFields() == null
                ? List.of()
                : options.getSchema().getFields();
    }

    static Source source(JobConfigurationLoad options, Warehouse warehouse) {
        return switch (format(options)) {
            case "NEWLINE_DELIMITED_JSON" -> new JsonLines(Boolean.TRUE.equals(options.getIgnoreUnknownValues()));
            case "CSV" -> new CsvFile(warehouse, options);
            case "AVRO" ->
                new AvroFile(new AvroColumns(
                        Boolean.TRUE.equals(options.getUseAvroLogicalTypes()),
                        options.getDecimalTargetTypes(),
                        configured(options)));
            case "PARQUET" -> new ParquetFile(warehouse);
            default -> throw WarehouseException.notImplemented("load jobs of format " + format(options));
        };
    }
}
