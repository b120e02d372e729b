// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import static io.millrace.connect.bigquery.config.KcbqRule.always;
import static io.millrace.connect.bigquery.config.KcbqRule.flag;
import static io.millrace.connect.bigquery.config.KcbqRule.noEffect;
import static io.millrace.connect.bigquery.config.KcbqRule.only;
import static io.millrace.connect.bigquery.config.KcbqRule.same;
import static io.millrace.connect.bigquery.config.KcbqRule.together;
import static io.millrace.connect.bigquery.config.KcbqRule.words;

import io.millrace.connect.kit.config.Option;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Every property name of KCBQ, the BigQuery sink that Aiven and Confluent maintain, in all its versions, and of Confluent
 * Cloud's sink V2: what it means here, or what to write instead. A KCBQ user changes only {@code connector.class}.
 */
final class KcbqNames {
    private static final String ALWAYS_RETRIED =
            "transient refusals are always repeated, until outage.timeout.ms if it is set";
    private static final String ONLY_LOAD = ", where enableBatchLoad names a topic that the connector reads";
    private static final String RACES = "races over a table's schema are always settled by re-reading it";
    private static final String BATCHED = "batches are made by request.max.bytes, request.max.rows and linger.ms";
    private static final String SPECIAL_VALUES = "remove it: BigQuery stores NaN and the infinities as they are";
    private static final String REGISTRY = "schemas come with the records, from their converters";

    private static final Map<String, String> DECIMALS =
            Map.of("float", "float64", "numeric", "numeric", "bignumeric", "bignumeric", "record", "record");

    /** By old name, in the order of KCBQ's own documentation. */
    static final Map<String, KcbqRule> RULES = rules();

    private KcbqNames() {}

    private static Map<String, KcbqRule> rules() {
        Map<String, KcbqRule> rules = new LinkedHashMap<>();
        destination(rules);
        records(rules);
        schema(rules);
        types(rules);
        tables(rules);
        writing(rules);
        internals(rules);
        first(rules);
        cloud(rules);
        cloudConsumer(rules);
        return rules;
    }

    private static void destination(Map<String, KcbqRule> rules) {
        rules.put(KcbqReadings.KCBQ_DATASET, together("`dataset`", KcbqDestinations::defaultDataset));
        rules.put(
                "keyfile",
                together(
                        "`credentials.file` or `credentials.json`: a text that begins with { is the key itself,"
                                + " otherwise `keySource` says",
                        KcbqReadings::key));
        rules.put(
                "keySource",
                together(
                        "`credentials.source`: FILE = file, JSON = json, WIF_JSON = json, APPLICATION_DEFAULT = adc",
                        KcbqReadings::keySource));
        rules.put(
                "useCredentialsProjectId",
                always("calls are counted on the credential's own project, or on quota.project"));
        rules.put(
                "sanitizeTopics",
                flag(
                        "`name.sanitize.topics`: false = never, true = strict, or minimal beside topic2TableMap",
                        (written, value) ->
                                KcbqReadings.sanitizeTopics(written, KcbqReadings.isTrue(value), "topic2TableMap")));
        rules.put(
                "sanitizeFieldNames",
                flag("`name.sanitize.fields`: false = never, true = strict", KcbqReadings::sanitizeFields));
        rules.put("topic2TableMap", same(DestinationOptions.TOPIC_MAP));
    }

    private static void records(Map<String, KcbqRule> rules) {
        rules.put("kafkaKeyFieldName", together("`kafka.key.column`", KcbqReadings::keyColumn));
        rules.put(
                "kafkaDataFieldName",
                together("`kafka.metadata.column`, with `kafka.metadata.original=false`", KcbqReadings::metadata));
        rules.put(
                "preserveKafkaTopicPartitionOffset",
                flag("`kafka.metadata.original`, beside kafkaDataFieldName", KcbqReadings::original));
        rules.put("trackPutAttempts", only("false", "remove it: attempts are counted in metrics, not in rows"));
    }

    private static void schema(Map<String, KcbqRule> rules) {
        rules.put("allowNewBigQueryFields", flag("`schema.evolution`: add-fields", KcbqReadings::evolution));
        rules.put(
                "allowBigQueryRequiredFieldRelaxation",
                flag("`schema.evolution`: relax-required", KcbqReadings::evolution));
        rules.put("allowSchemaUnionization", always("a table's schema only ever grows to the union"));
        rules.put(
                "allBQFieldsNullable", words(SchemaOptions.NULLABLE, Map.of("true", "always", "false", "as-declared")));
        rules.put("mediateConcurrentSchemaUpdates", always(RACES));
        rules.put("concurrentSchemaUpdateRetryWaitMs", always(RACES));
        rules.put("concurrentSchemaUpdateMaxRetries", always(RACES));
        rules.put(
                "schemaRetriever",
                together(
                        "KCBQ's own (`com.wepay.kafka.connect.bigquery.…`) are accepted, no effect: " + REGISTRY
                                + "; otherwise refused: remove it",
                        KcbqReadings::schemaRetriever));
        rules.put(
                "ignoreUnknownFields", words(SchemaOptions.UNKNOWN_FIELDS, Map.of("true", "ignore", "false", "fail")));
    }

    private static void types(Map<String, KcbqRule> rules) {
        rules.put("decimalHandlingMode", words(SchemaOptions.DECIMAL_TYPE, DECIMALS));
        rules.put("variableScaleDecimalHandlingMode", words(SchemaOptions.VARIABLE_DECIMAL_TYPE, DECIMALS));
        rules.put(
                "convertDebeziumVariableScaleDecimal",
                flag(
                        "`variable.decimal.type`: true = numeric, unless variableScaleDecimalHandlingMode says another"
                                + " than RECORD",
                        KcbqReadings::convertedDecimal));
        rules.put("convertDoubleSpecialValues", only("false", SPECIAL_VALUES));
        rules.put(
                "convertDebeziumTimestampToInteger",
                only("false", "remove it, or give the columns a type with column.types=column=INT64"));
    }

    private static void tables(Map<String, KcbqRule> rules) {
        rules.put("autoCreateTables", same(LayoutOptions.CREATE));
        rules.put("bigQueryPartitionDecorator", always("rows are never addressed to a partition by its name"));
        rules.put(
                "bigQueryMessageTimePartitioning",
                flag(
                        "`false`, or beside bigQueryPartitionDecorator=false, is accepted, no effect; otherwise"
                                + " refused: write bigQueryPartitionDecorator=false, kafka.columns=timestamp and"
                                + " table.partition.field=_kafka_timestamp",
                        KcbqReadings::messageTime));
        rules.put("timePartitioningType", same(LayoutOptions.PARTITION_TYPE));
        rules.put("timestampPartitionFieldName", ofPartitions(LayoutOptions.PARTITION_FIELD));
        rules.put("partitionExpirationMs", ofPartitions(LayoutOptions.PARTITION_EXPIRATION));
        rules.put("clusteringPartitionFieldNames", same(LayoutOptions.CLUSTERING));
    }

    private static KcbqRule ofPartitions(Option<?> ours) {
        return together("`" + ours + "`, unless timePartitioningType=NONE", KcbqReadings.ofPartitions(ours));
    }

    private static void writing(Map<String, KcbqRule> rules) {
        rules.put(
                KcbqMerges.UPSERT,
                flag(
                        "true = `change.mode=upsert`, or `upsert-delete` beside deleteEnabled, with"
                                + " `upsert.strategy=merge` unless `upsert.strategy` is written; existing tables need a"
                                + " column `__sequence`",
                        KcbqMerges::upsert));
        rules.put(
                KcbqMerges.DELETE,
                flag(
                        "beside upsertEnabled as said there; alone refused: " + KcbqMerges.DELETES_ALONE,
                        KcbqMerges::delete));
        rules.put("intermediateTableSuffix", together(KcbqMerges.where(MergeOptions.SUFFIX_NAME), KcbqMerges::suffix));
        rules.put(
                "mergeIntervalMs",
                together(
                        KcbqMerges.where(MergeOptions.INTERVAL) + "; below 10 s it is 10 s, -1 is a day",
                        KcbqMerges::interval));
        rules.put("mergeRecordsThreshold", together(KcbqMerges.where(MergeOptions.MAX_ROWS), KcbqMerges::threshold));
        rules.put(
                "useStorageWriteApi",
                flag(
                        "true = `write.method=storage-write` and `integer.timestamp.unit=micros`, false ="
                                + " `integer.timestamp.unit=seconds`; `write.method` says how rows go, through the Storage"
                                + " Write API unless it says otherwise",
                        KcbqReadings::useStorageWriteApi));
        rules.put("bestEffortDeduplication", same(InsertOptions.IDS));
        rules.put("enableBatchMode", noEffect("false", KcbqReadings.AT_ONCE));
        rules.put("commitInterval", noEffect("60", "it mattered only to enableBatchMode"));
        rules.put(
                "enableBatchLoad",
                together(
                        "`write.method=gcs-load` where it names all `topics`, else"
                                + " `table.<table>.write.method=gcs-load` for the tables of those that it names and the"
                                + " connector reads",
                        KcbqLoads::topics));
        rules.put(
                "batchLoadIntervalSec",
                together(
                        "`load.interval.ms`, or a minute for each of `tasks.max`, if that is longer" + ONLY_LOAD,
                        KcbqLoads::interval));
        rules.put("gcsBucketName", together("`gcs.bucket`" + ONLY_LOAD, KcbqLoads.where(LoadOptions.BUCKET_NAME, "")));
        rules.put("gcsFolderName", together("`gcs.prefix`" + ONLY_LOAD, KcbqLoads.where(LoadOptions.PREFIX_NAME, "")));
        rules.put(
                "autoCreateBucket",
                together("`gcs.bucket.create`" + ONLY_LOAD, KcbqLoads.where(LoadOptions.BUCKET_CREATE, "true")));
        rules.put("threadPoolSize", noEffect("10", "connections are pooled and never wait for each other"));
        rules.put("queueSize", noEffect("-1", "memory is always bounded, by buffer.max.bytes"));
        rules.put("bigQueryRetry", noEffect("0", ALWAYS_RETRIED));
        rules.put(
                "bigQueryRetryWait",
                together(
                        "`retry.backoff.initial.ms`, and `retry.backoff.max.ms` where it is longer than that",
                        KcbqReadings::retryWait));
        rules.put("max.retries", noEffect("10", ALWAYS_RETRIED));
        rules.put("enableRetries", noEffect("true", ALWAYS_RETRIED));
    }

    private static void internals(Map<String, KcbqRule> rules) {
        rules.put("avroDataCacheSize", always("KCBQ never read it either"));
        rules.put("runtimeProvider", always("it only named the product in requests"));
        rules.put("GCSBQTask", always("KCBQ set it for its own tasks"));
        rules.put("taskId", always("KCBQ set it for its own tasks"));
    }

    /** KCBQ 0.x and 1.x, some of which is still found in configurations of later versions. */
    private static void first(Map<String, KcbqRule> rules) {
        rules.put(
                "topicsToTables",
                together(
                        "`topic.to.table.map`, each of `topics` looked up in its patterns; beside defaultDataset,"
                                + " where KCBQ since 2.0 does not read it, only for topics whose names BigQuery refuses",
                        KcbqDestinations::topicsToTables));
        rules.put(
                "autoUpdateSchemas",
                flag(
                        "`schema.evolution`: true = add-fields,relax-required; no effect beside defaultDataset, as in"
                                + " KCBQ since 2.0",
                        KcbqReadings::autoUpdateSchemas));
        rules.put(
                "includeKafkaData",
                flag(
                        "true = `kafka.metadata.column=kafkaData`; no effect beside kafkaDataFieldName or"
                                + " defaultDataset, as in KCBQ since 2.0",
                        KcbqReadings::includeKafkaData));
        rules.put("schemaRegistryLocation", noEffect("", REGISTRY));
        rules.put("bufferSize", noEffect("-1", BATCHED));
        rules.put("maxWriteSize", noEffect("-1", BATCHED));
        rules.put("tableWriteWait", noEffect("1000", BATCHED));
        rules.put("batchWriter", noEffect("", BATCHED));
    }

    private static void cloud(Map<String, KcbqRule> rules) {
        rules.put(
                "ingestion.mode",
                together(
                        "STREAMING = `write.method=storage-write`; BATCH LOADING = `write.method=gcs-load` where"
                                + " `gcs.bucket` is written, else as STREAMING: " + KcbqReadings.AT_ONCE
                                + "; UPSERT = `change.mode=upsert`, UPSERT_DELETE = `change.mode=upsert-delete`",
                        KcbqLoads::ingestionMode));
        rules.put(
                "commit.interval",
                together(
                        "`load.interval.ms` beside BATCH LOADING and `gcs.bucket`, otherwise no effect",
                        KcbqLoads::commitInterval));
        rules.put(
                KcbqReadings.CLOUD_DATASET,
                together(
                        "`dataset`; patterns as in KCBQ 1.x (`.*=name`) are looked up for each of `topics`; no effect"
                                + " beside defaultDataset",
                        KcbqDestinations::datasets));
        rules.put(
                "auto.create.tables", together("`table.create` and `table.partition.type`", KcbqReadings::cloudCreate));
        rules.put(
                "partitioning.type",
                together("`table.partition.type`, if auto.create.tables says PARTITION", KcbqReadings::cloudTables));
        rules.put(
                "timestamp.partition.field.name",
                together("`table.partition.field`, if auto.create.tables says BY FIELD", KcbqReadings::cloudTables));
        rules.put("topic2clustering.fields.map", only("", "write table.<table>.clustering.fields for each table"));
        rules.put(
                "auto.update.schemas",
                words(
                        SchemaOptions.EVOLUTION,
                        Map.of(
                                "disabled", "none",
                                "false", "none",
                                "add new fields", "add-fields,relax-required",
                                "true", "add-fields,relax-required")));
        rules.put("allow.schema.unionization", always("a table's schema only ever grows to the union"));
        rules.put("allow.bigquery.required.field.relaxation", noEffect("false", "auto.update.schemas relaxes, too"));
        rules.put(
                "all.bq.fields.nullable",
                words(SchemaOptions.NULLABLE, Map.of("true", "always", "false", "as-declared")));
        rules.put("convert.double.special.values", only("false", SPECIAL_VALUES));
        rules.put("topic2table.map", same(DestinationOptions.TOPIC_MAP));
        rules.put(
                "sanitize.topics",
                flag(
                        "`name.sanitize.topics`: false = never, true = strict, or minimal beside topic2table.map",
                        (written, value) ->
                                KcbqReadings.sanitizeTopics(written, KcbqReadings.isTrue(value), "topic2table.map")));
        rules.put(
                "sanitize.field.names",
                flag("`name.sanitize.fields`: false = never, true = strict", KcbqReadings::sanitizeFields));
        rules.put("sanitize.field.names.in.array", noEffect("false", "names inside arrays are treated as all others"));
        rules.put("use.integer.for.int8.int16", always("every integer is INT64"));
        rules.put("use.date.time.formatter", always("times are never written through a formatter"));
    }

    private static void cloudConsumer(Map<String, KcbqRule> rules) {
        rules.put("input.data.format", converter("value.converter"));
        rules.put("input.key.format", converter("key.converter"));
        rules.put("schema.context.name", only("default", "write it into the properties of the converters instead"));
        rules.put(
                "authentication.method",
                only(
                        "Google cloud service account",
                        "write credentials.source, and credentials.impersonate to act as a service account"));
        rules.put("max.poll.records", only("500", "write consumer.override.max.poll.records"));
        rules.put("max.poll.interval.ms", only("300000", "write consumer.override.max.poll.interval.ms"));
    }

    private static KcbqRule converter(String property) {
        return together(
                "accepted, no effect, where `" + property + "` is written; otherwise refused: write " + property
                        + ", the class for that format, and its properties",
                KcbqReadings.converter(property));
    }
}
