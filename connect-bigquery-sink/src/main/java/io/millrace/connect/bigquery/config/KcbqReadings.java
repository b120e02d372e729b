// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.bigquery.config.KcbqRule.Meaning;
import io.millrace.connect.bigquery.model.NameRule;
import io.millrace.connect.kit.config.Option;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Meanings that KCBQ spread over several properties; each is read whole, whichever of its names is met first. */
final class KcbqReadings {
    /** Names whose presence says that the whole configuration was written for KCBQ, or for 1.x or the cloud's V2. */
    static final String KCBQ_DATASET = "defaultDataset";

    static final String CLOUD_DATASET = "datasets";

    static final String AT_ONCE = "rows are visible as soon as they are acknowledged, not once per commit interval";

    private static final List<String> KEY_SOURCES = List.of("FILE", "JSON", "WIF_JSON", "APPLICATION_DEFAULT");
    private static final long LONGEST_WAIT_MS = 3_600_000;

    private KcbqReadings() {}

    /** {@code keyfile}, which may hold the key itself whatever {@code keySource} says. */
    static Meaning key(Map<String, String> written, String value) {
        String key = written.getOrDefault("keyfile", "").trim();
        boolean json = key.startsWith("{");
        String source = text(written, "keySource", json ? "JSON" : "FILE");
        String credentials = CredentialOptions.GOOGLE.source.name();
        if (source.equals("APPLICATION_DEFAULT") || key.isEmpty()) {
            boolean unused = source.equals("APPLICATION_DEFAULT") && !key.isEmpty();
            return new Meaning(
                    Map.of(credentials, "adc"),
                    unused ? "has no effect: the worker's default credentials are used, as keySource says" : null);
        }
        if (json || !source.equals("FILE")) {
            return Meaning.of(Map.of(credentials, "json", CredentialOptions.GOOGLE.json.name(), key));
        }
        return Meaning.of(Map.of(credentials, "file", CredentialOptions.GOOGLE.file.name(), key));
    }

    static Meaning keySource(Map<String, String> written, String value) {
        if (!KEY_SOURCES.contains(text(written, "keySource", "FILE"))) {
            throw new IllegalArgumentException("'" + value + "' is not accepted; accepted: "
                    + String.join(", ", KEY_SOURCES) + "; or write credentials.source");
        }
        return Meaning.of(key(written, value).ours());
    }

    /** KCBQ leaves topics alone where a map names tables; BigQuery would then refuse what is not mapped. */
    static Meaning sanitizeTopics(Map<String, String> written, boolean sanitize, String map) {
        boolean mapped = !written.getOrDefault(map, "").isBlank();
        String rule = !sanitize ? "never" : mapped ? "minimal" : "strict";
        return new Meaning(
                Map.of(DestinationOptions.SANITIZE_TOPICS.name(), rule),
                rule.equals("minimal")
                        ? "changes only what BigQuery refuses in topics that " + map + " does not name, as KCBQ leaves"
                                + " those as they are"
                        : null);
    }

    static Meaning sanitizeFields(Map<String, String> written, String value) {
        return Meaning.of(DestinationOptions.SANITIZE_FIELDS, isTrue(value) ? "strict" : "never");
    }

    static Meaning keyColumn(Map<String, String> written, String value) {
        return Meaning.of(KafkaColumnOptions.KEY_COLUMN, column(written, value));
    }

    static Meaning metadata(Map<String, String> written, String value) {
        return Meaning.of(Map.of(
                KafkaColumnOptions.METADATA_COLUMN.name(),
                column(written, value),
                KafkaColumnOptions.METADATA_ORIGINAL.name(),
                Boolean.toString(flag(written, "preserveKafkaTopicPartitionOffset"))));
    }

    static Meaning original(Map<String, String> written, String value) {
        return written.getOrDefault("kafkaDataFieldName", "").isBlank()
                ? Meaning.NOTHING
                : Meaning.of(KafkaColumnOptions.METADATA_ORIGINAL, Boolean.toString(isTrue(value)));
    }

    /** The first versions had a name of their own for the column. */
    static Meaning includeKafkaData(Map<String, String> written, String value) {
        if (!isTrue(value) || !written.getOrDefault("kafkaDataFieldName", "").isBlank()) {
            return Meaning.NOTHING;
        }
        return isFirst(written)
                ? metadata(written, "kafkaData")
                : Meaning.ignored("has no effect, as in KCBQ since 2.0; write kafkaDataFieldName");
    }

    private static String column(Map<String, String> written, String name) {
        boolean sanitize = flag(written, "sanitizeFieldNames");
        return sanitize ? NameRule.strict(name.trim()) : name.trim();
    }

    static Meaning evolution(Map<String, String> written, String value) {
        boolean all = isFirst(written) && flag(written, "autoUpdateSchemas");
        boolean add = all || flag(written, "allowNewBigQueryFields");
        boolean relax = all || flag(written, "allowBigQueryRequiredFieldRelaxation");
        String both =
                add && relax ? "add-fields,relax-required" : add ? "add-fields" : relax ? "relax-required" : "none";
        return Meaning.of(SchemaOptions.EVOLUTION, both);
    }

    static Meaning autoUpdateSchemas(Map<String, String> written, String value) {
        if (isFirst(written)) {
            return evolution(written, value);
        }
        return isTrue(value)
                ? Meaning.ignored("has no effect, as in KCBQ since 2.0; write allowNewBigQueryFields and"
                        + " allowBigQueryRequiredFieldRelaxation")
                : Meaning.NOTHING;
    }

    /** KCBQ's own are all the same here; somebody's own class may have said anything. */
    static Meaning schemaRetriever(Map<String, String> written, String value) {
        if (!value.isBlank() && !value.trim().startsWith("com.wepay.kafka.connect.bigquery.")) {
            throw new IllegalArgumentException(
                    "remove it: schemas come with the records, from their converters; column.types says what they do"
                            + " not");
        }
        return Meaning.NOTHING;
    }

    static Meaning convertedDecimal(Map<String, String> written, String value) {
        boolean records =
                text(written, "variableScaleDecimalHandlingMode", "RECORD").equals("RECORD");
        return isTrue(value) && records ? Meaning.of(SchemaOptions.VARIABLE_DECIMAL_TYPE, "numeric") : Meaning.NOTHING;
    }

    /** KCBQ's two ways to write count integers for a TIMESTAMP differently. */
    static Meaning useStorageWriteApi(Map<String, String> written, String value) {
        String unit = SchemaOptions.INTEGER_UNIT.name();
        return Meaning.of(
                isTrue(value)
                        ? Map.of(WritingOptions.METHOD.name(), "storage-write", unit, "micros")
                        : Map.of(unit, "seconds"));
    }

    /** A pause of KCBQ's is what ours begins with; it may be longer than our longest by default. */
    static Meaning retryWait(Map<String, String> written, String value) {
        long wait;
        try {
            wait = Long.parseLong(value.trim());
        } catch (NumberFormatException malformed) {
            wait = -1;
        }
        if (wait < 0) {
            throw new IllegalArgumentException("'" + value + "' is not accepted; accepted: milliseconds, 0 or more");
        }
        long first = Math.min(Math.max(wait, 1), LONGEST_WAIT_MS);
        Map<String, String> ours = new LinkedHashMap<>();
        ours.put(BatchingOptions.BACKOFF_INITIAL.name(), Long.toString(first));
        if (first > BatchingOptions.LONGEST_BACKOFF.toMillis()
                && !written.containsKey(BatchingOptions.BACKOFF_MAX.name())) {
            ours.put(BatchingOptions.BACKOFF_MAX.name(), Long.toString(first));
        }
        return new Meaning(ours, wait > LONGEST_WAIT_MS ? "is taken as an hour, the longest pause there is" : null);
    }

    /** A decorator by the record's time is a partition by it. */
    static Meaning messageTime(Map<String, String> written, String value) {
        if (!isTrue(value)) {
            return Meaning.NOTHING;
        }
        if (!written.getOrDefault("bigQueryPartitionDecorator", "true").trim().equalsIgnoreCase("false")) {
            throw new IllegalArgumentException("write bigQueryPartitionDecorator=false, kafka.columns=timestamp and"
                    + " table.partition.field=_kafka_timestamp: tables are then partitioned by the record's time");
        }
        return Meaning.ignored("has no effect without bigQueryPartitionDecorator, as in KCBQ");
    }

    /** What partitions would have, unless KCBQ was told to make none. */
    static KcbqRule.Reading ofPartitions(Option<?> ours) {
        return (written, value) -> text(written, "timePartitioningType", "DAY").equals("NONE") && !value.isBlank()
                ? Meaning.ignored("has no effect: timePartitioningType=NONE, so tables get no partitions")
                : Meaning.of(ours, value);
    }

    static Meaning cloudTables(Map<String, String> written, String value) {
        Map<String, String> ours = new LinkedHashMap<>();
        String create = text(written, "auto.create.tables", "DISABLED");
        ours.put(LayoutOptions.CREATE.name(), Boolean.toString(!create.equals("DISABLED") && !create.equals("FALSE")));
        switch (create) {
            case "DISABLED", "FALSE" -> {}
            case "NON-PARTITIONED", "TRUE" -> ours.put(LayoutOptions.PARTITION_TYPE.name(), "none");
            case "PARTITION BY INGESTION TIME" ->
                ours.put(LayoutOptions.PARTITION_TYPE.name(), text(written, "partitioning.type", "DAY"));
            case "PARTITION BY FIELD" -> {
                ours.put(LayoutOptions.PARTITION_TYPE.name(), text(written, "partitioning.type", "DAY"));
                ours.put(
                        LayoutOptions.PARTITION_FIELD.name(),
                        written.getOrDefault("timestamp.partition.field.name", ""));
            }
            default -> {
                return Meaning.NOTHING; // refused where it is written
            }
        }
        return Meaning.of(ours);
    }

    static Meaning cloudCreate(Map<String, String> written, String value) {
        Meaning tables = cloudTables(written, value);
        if (tables.ours().isEmpty()) {
            throw new IllegalArgumentException("'" + value + "' is not accepted; write table.create,"
                    + " table.partition.type and table.partition.field instead");
        }
        return tables;
    }

    /** A cloud connector's converters came from one word; a worker's are classes. */
    static KcbqRule.Reading converter(String property) {
        return (written, value) -> {
            if (written.getOrDefault(property, "").isBlank()) {
                throw new IllegalArgumentException("write " + property + converterClass(value)
                        + " and its properties instead; a worker's converters are classes");
            }
            return Meaning.ignored("has no effect: " + property + " decides");
        };
    }

    private static String converterClass(String format) {
        return switch (format.trim().toUpperCase(Locale.ROOT)) {
            case "AVRO" -> "=io.confluent.connect.avro.AvroConverter";
            case "JSON_SR" -> "=io.confluent.connect.json.JsonSchemaConverter";
            case "PROTOBUF" -> "=io.confluent.connect.protobuf.ProtobufConverter";
            case "JSON" -> "=org.apache.kafka.connect.json.JsonConverter";
            case "STRING" -> "=org.apache.kafka.connect.storage.StringConverter";
            case "BYTES" -> "=org.apache.kafka.connect.converters.ByteArrayConverter";
            default -> "";
        };
    }

    /** Whether these are properties of KCBQ 1.x, which 2.0 no longer reads. */
    static boolean isFirst(Map<String, String> written) {
        return !written.containsKey(KCBQ_DATASET);
    }

    static String text(Map<String, String> written, String name, String otherwise) {
        String value = written.getOrDefault(name, otherwise).trim();
        return value.isEmpty() ? otherwise : value.toUpperCase(Locale.ROOT);
    }

    static boolean flag(Map<String, String> written, String name) {
        return isTrue(written.getOrDefault(name, "false"));
    }

    static boolean isTrue(String value) {
        return Boolean.parseBoolean(value.trim());
    }

    static List<String> list(String value) {
        return Arrays.stream(value.split(","))
                .map(String::trim)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }
}
