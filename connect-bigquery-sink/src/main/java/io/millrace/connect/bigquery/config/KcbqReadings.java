// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Meanings that KCBQ spread over several properties; each is read whole, whichever of its names is met first. */
final class KcbqReadings {
    private KcbqReadings() {}

    static Map<String, String> key(Map<String, String> written, String value) {
        String key = written.getOrDefault("keyfile", "").trim();
        boolean json = key.startsWith("{");
        String source = text(written, "keySource", json ? "JSON" : "FILE");
        if (source.equals("APPLICATION_DEFAULT") || key.isEmpty()) {
            return Map.of(CredentialOptions.GOOGLE.source.name(), "adc");
        }
        return switch (source) {
            case "JSON" ->
                Map.of(CredentialOptions.GOOGLE.source.name(), "json", CredentialOptions.GOOGLE.json.name(), key);
            case "FILE" ->
                Map.of(CredentialOptions.GOOGLE.source.name(), "file", CredentialOptions.GOOGLE.file.name(), key);
            default ->
                throw new IllegalArgumentException(
                        "keySource must be FILE, JSON or APPLICATION_DEFAULT; or write credentials.source");
        };
    }

    static Map<String, String> sanitize(Map<String, String> written, String value) {
        boolean any = flag(written, "sanitizeTopics")
                || flag(written, "sanitizeFieldNames")
                || flag(written, "sanitize.topics")
                || flag(written, "sanitize.field.names");
        return Map.of(DestinationOptions.SANITIZE.name(), Boolean.toString(any));
    }

    static Map<String, String> evolution(Map<String, String> written, String value) {
        boolean add = flag(written, "allowNewBigQueryFields");
        boolean relax = flag(written, "allowBigQueryRequiredFieldRelaxation");
        String both =
                add && relax ? "add-fields,relax-required" : add ? "add-fields" : relax ? "relax-required" : "none";
        return Map.of(SchemaOptions.EVOLUTION.name(), both);
    }

    static Map<String, String> variableDecimal(Map<String, String> written, String value) {
        String decimals = text(written, "decimalHandlingMode", "FLOAT");
        if (!value.trim().equalsIgnoreCase(decimals)) {
            throw new IllegalArgumentException(
                    "one property, decimal.type, governs all decimals here, and" + " decimalHandlingMode says "
                            + decimals + "; write decimal.type, and column.types for single columns");
        }
        return KcbqNames.DECIMALS.reading().read(written, decimals);
    }

    static Map<String, String> convertedDecimal(Map<String, String> written, String value) {
        return Boolean.parseBoolean(value.trim()) ? variableDecimal(written, "NUMERIC") : Map.of();
    }

    static Map<String, String> changeMode(Map<String, String> written, String value) {
        String mode =
                flag(written, "deleteEnabled") ? "upsert-delete" : flag(written, "upsertEnabled") ? "upsert" : "append";
        return Map.of(WritingOptions.MODE.name(), mode);
    }

    static Map<String, String> ingestionMode(Map<String, String> written, String value) {
        String method = WritingOptions.METHOD.name();
        String mode = WritingOptions.MODE.name();
        return switch (value.trim().toUpperCase(Locale.ROOT)) {
            case "STREAMING" -> Map.of(method, "storage-write", mode, "append");
            case "UPSERT" -> Map.of(method, "storage-write", mode, "upsert");
            case "UPSERT_DELETE" -> Map.of(method, "storage-write", mode, "upsert-delete");
            default -> throw new IllegalArgumentException("write write.method and change.mode instead");
        };
    }

    static Map<String, String> cloudTables(Map<String, String> written, String value) {
        Map<String, String> ours = new LinkedHashMap<>();
        String create = text(written, "auto.create.tables", "DISABLED");
        ours.put(LayoutOptions.CREATE.name(), Boolean.toString(!create.equals("DISABLED")));
        switch (create) {
            case "DISABLED" -> {}
            case "NON-PARTITIONED" -> ours.put(LayoutOptions.PARTITION_TYPE.name(), "none");
            case "PARTITION BY INGESTION TIME" ->
                ours.put(LayoutOptions.PARTITION_TYPE.name(), text(written, "partitioning.type", "DAY"));
            case "PARTITION BY FIELD" -> {
                ours.put(LayoutOptions.PARTITION_TYPE.name(), text(written, "partitioning.type", "DAY"));
                ours.put(
                        LayoutOptions.PARTITION_FIELD.name(),
                        written.getOrDefault("timestamp.partition.field.name", ""));
            }
            default ->
                throw new IllegalArgumentException(
                        "write table.create, table.partition.type and table.partition.field instead");
        }
        return ours;
    }

    private static String text(Map<String, String> written, String name, String otherwise) {
        String value = written.getOrDefault(name, otherwise).trim();
        return value.isEmpty() ? otherwise : value.toUpperCase(Locale.ROOT);
    }

    private static boolean flag(Map<String, String> written, String name) {
        return Boolean.parseBoolean(written.getOrDefault(name, "false").trim());
    }
}
