// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import static io.millrace.connect.bigquery.config.KcbqRule.noEffect;
import static io.millrace.connect.bigquery.config.KcbqRule.only;
import static io.millrace.connect.bigquery.config.KcbqRule.refused;
import static io.millrace.connect.bigquery.config.KcbqRule.same;
import static io.millrace.connect.bigquery.config.KcbqRule.together;
import static io.millrace.connect.bigquery.config.KcbqRule.words;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Every property name of KCBQ, the BigQuery sink that Aiven and Confluent maintain, and of Confluent Cloud's sink V2: what
 * it means here, or what to write instead. A KCBQ user changes only {@code connector.class}.
 */
final class KcbqNames {
    /** Names whose presence says that the whole configuration was written for KCBQ, or for the cloud's V2. */
    static final String KCBQ_DATASET = "defaultDataset";

    static final String CLOUD_DATASET = "datasets";

    private static final String ALWAYS_RETRIED = "transient refusals are always repeated, for retry.timeout.ms in all";
    private static final String ONLY_MERGE = "nothing is staged or merged";
    private static final String ONLY_LOAD = "it mattered only to topics in enableBatchLoad";
    private static final String RACES = "races over a table's schema are always settled by re-reading it";

    /** {@code decimalHandlingMode}; RECORD has no counterpart. */
    static final KcbqRule DECIMALS = words(
            SchemaOptions.DECIMAL_TYPE, Map.of("float", "float64", "numeric", "numeric", "bignumeric", "bignumeric"));

    /** By old name, in the order of KCBQ's own documentation. */
    static final Map<String, KcbqRule> RULES = rules();

    private KcbqNames() {}

    private static Map<String, KcbqRule> rules() {
        Map<String, KcbqRule> rules = new LinkedHashMap<>();
        destination(rules);
        schema(rules);
        tables(rules);
        writing(rules);
        internals(rules);
        cloud(rules);
        return rules;
    }

    private static void destination(Map<String, KcbqRule> rules) {
        rules.put(KCBQ_DATASET, same(DestinationOptions.DATASET));
        rules.put(
                "keyfile",
                together("`credentials.file` or `credentials.json`, as `keySource` says", KcbqReadings::key));
        rules.put(
                "keySource",
                together(
                        "`credentials.source`: FILE = file, JSON = json, APPLICATION_DEFAULT = adc",
                        KcbqReadings::key));
        rules.put(
                "useCredentialsProjectId",
                only("false", "write quota.project with the project that calls are to be counted on"));
        rules.put("sanitizeTopics", together("`name.sanitize`", KcbqReadings::sanitize));
        rules.put("sanitizeFieldNames", together("`name.sanitize`", KcbqReadings::sanitize));
        rules.put("topic2TableMap", same(DestinationOptions.TOPIC_MAP));
        rules.put(
                "kafkaKeyFieldName",
                refused("write kafka.columns=key; the column's name is kafka.columns.prefix and then key"));
        rules.put(
                "kafkaDataFieldName",
                refused("write kafka.columns=topic,partition,offset,timestamp: they are columns of their own here"));
        rules.put(
                "preserveKafkaTopicPartitionOffset",
                noEffect("the original topic, partition and offset are always used"));
        rules.put("trackPutAttempts", only("false", "remove it: attempts are counted in metrics, not in rows"));
    }

    private static void schema(Map<String, KcbqRule> rules) {
        rules.put("allowNewBigQueryFields", together("`schema.evolution`: add-fields", KcbqReadings::evolution));
        rules.put(
                "allowBigQueryRequiredFieldRelaxation",
                together("`schema.evolution`: relax-required", KcbqReadings::evolution));
        rules.put("allowSchemaUnionization", noEffect("a table's schema only ever grows to the union"));
        rules.put(
                "allBQFieldsNullable", words(SchemaOptions.NULLABLE, Map.of("true", "always", "false", "as-declared")));
        rules.put("mediateConcurrentSchemaUpdates", noEffect(RACES));
        rules.put("concurrentSchemaUpdateRetryWaitMs", noEffect(RACES));
        rules.put("concurrentSchemaUpdateMaxRetries", noEffect(RACES));
        rules.put(
                "schemaRetriever",
                only(
                        "com.wepay.kafka.connect.bigquery.retrieve.IdentitySchemaRetriever",
                        "remove it: schemas come with the records"));
        rules.put(
                "ignoreUnknownFields", words(SchemaOptions.UNKNOWN_FIELDS, Map.of("true", "ignore", "false", "fail")));
        rules.put("decimalHandlingMode", DECIMALS);
        rules.put(
                "variableScaleDecimalHandlingMode",
                together("`decimal.type`, if it says the same as decimalHandlingMode", KcbqReadings::variableDecimal));
        rules.put(
                "convertDebeziumVariableScaleDecimal",
                together(
                        "`decimal.type`: true = numeric, if decimalHandlingMode says the same",
                        KcbqReadings::convertedDecimal));
        rules.put(
                "convertDoubleSpecialValues",
                only("false", "remove it: BigQuery stores NaN and the infinities as they are"));
        rules.put(
                "convertDebeziumTimestampToInteger",
                only("false", "remove it, or give the columns a type with column.types=column=INT64"));
    }

    private static void tables(Map<String, KcbqRule> rules) {
        rules.put("autoCreateTables", same(LayoutOptions.CREATE));
        rules.put("bigQueryPartitionDecorator", noEffect("rows are never addressed to a partition by its name"));
        rules.put(
                "bigQueryMessageTimePartitioning",
                only("false", "write kafka.columns=timestamp and table.partition.field=_kafka_timestamp"));
        rules.put("timePartitioningType", same(LayoutOptions.PARTITION_TYPE));
        rules.put("timestampPartitionFieldName", same(LayoutOptions.PARTITION_FIELD));
        rules.put("partitionExpirationMs", same(LayoutOptions.PARTITION_EXPIRATION));
        rules.put("clusteringPartitionFieldNames", same(LayoutOptions.CLUSTERING));
    }

    private static void writing(Map<String, KcbqRule> rules) {
        rules.put("upsertEnabled", together("`change.mode`: upsert", KcbqReadings::changeMode));
        rules.put("deleteEnabled", together("`change.mode`: upsert-delete", KcbqReadings::changeMode));
        rules.put("intermediateTableSuffix", noEffect(ONLY_MERGE));
        rules.put("mergeIntervalMs", noEffect(ONLY_MERGE));
        rules.put("mergeRecordsThreshold", noEffect(ONLY_MERGE));
        rules.put(
                "useStorageWriteApi",
                words(WritingOptions.METHOD, Map.of("true", "storage-write", "false", "streaming-insert")));
        rules.put("enableBatchMode", only("false", "remove it: rows are visible as soon as they are acknowledged"));
        rules.put("commitInterval", noEffect("it mattered only to enableBatchMode"));
        rules.put("enableBatchLoad", only("", "remove it: all topics of a connector are written as write.method says"));
        rules.put("batchLoadIntervalSec", noEffect(ONLY_LOAD));
        rules.put("gcsBucketName", noEffect(ONLY_LOAD));
        rules.put("gcsFolderName", noEffect(ONLY_LOAD));
        rules.put("autoCreateBucket", noEffect(ONLY_LOAD));
        rules.put("threadPoolSize", noEffect("connections are pooled and never wait for each other"));
        rules.put("queueSize", noEffect("memory is always bounded, by buffer.max.bytes"));
        rules.put("bigQueryRetry", noEffect(ALWAYS_RETRIED));
        rules.put("bigQueryRetryWait", same(BatchingOptions.BACKOFF_INITIAL));
        rules.put("max.retries", noEffect(ALWAYS_RETRIED));
        rules.put("enableRetries", noEffect(ALWAYS_RETRIED));
    }

    private static void internals(Map<String, KcbqRule> rules) {
        rules.put("avroDataCacheSize", noEffect("KCBQ never read it either"));
        rules.put("runtimeProvider", noEffect("it only named the product in requests"));
        rules.put("GCSBQTask", noEffect("KCBQ set it for its own tasks"));
        rules.put("taskId", noEffect("KCBQ set it for its own tasks"));
    }

    private static void cloud(Map<String, KcbqRule> rules) {
        String converter = "set the converters, key.converter and value.converter, and their properties";
        String consumer = "write consumer.override.";
        rules.put(
                "ingestion.mode",
                together(
                        "STREAMING = `write.method=storage-write`, UPSERT = `change.mode=upsert`, UPSERT_DELETE ="
                                + " `change.mode=upsert-delete`; BATCH LOADING is refused",
                        KcbqReadings::ingestionMode));
        rules.put("commit.interval", noEffect("it mattered only to BATCH LOADING"));
        rules.put(CLOUD_DATASET, same(DestinationOptions.DATASET));
        rules.put(
                "auto.create.tables", together("`table.create` and `table.partition.type`", KcbqReadings::cloudTables));
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
                        Map.of("disabled", "none", "add new fields", "add-fields,relax-required")));
        rules.put("topic2table.map", same(DestinationOptions.TOPIC_MAP));
        rules.put("sanitize.topics", together("`name.sanitize`", KcbqReadings::sanitize));
        rules.put("sanitize.field.names", together("`name.sanitize`", KcbqReadings::sanitize));
        rules.put("sanitize.field.names.in.array", noEffect("names inside arrays are treated as all others"));
        rules.put("use.integer.for.int8.int16", noEffect("every integer is INT64"));
        rules.put("use.date.time.formatter", noEffect("times are never written through a formatter"));
        rules.put("input.data.format", refused(converter));
        rules.put("input.key.format", refused(converter));
        rules.put("schema.context.name", refused(converter));
        rules.put(
                "authentication.method",
                refused("write credentials.source, and credentials.impersonate to act as a service account"));
        rules.put("max.poll.records", refused(consumer + "max.poll.records"));
        rules.put("max.poll.interval.ms", refused(consumer + "max.poll.interval.ms"));
    }
}
