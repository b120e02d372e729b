// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import static io.millrace.connect.bigquery.config.SinkConfigTest.properties;
import static io.millrace.connect.bigquery.config.ValidationTest.findings;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KcbqNamesTest {
    /** Every name with the values that can be told apart; what it becomes, or {@code !} and what the refusal names. */
    private static final String NAMES = """
        defaultDataset                       | kcbq                | dataset=kcbq
        defaultDataset                       | .*=kcbq             | !the name of a dataset alone
        keyfile                              | /etc/key.json       | credentials.source=file,credentials.file=/etc/key.json
        keySource                            | APPLICATION_DEFAULT | credentials.source=adc
        useCredentialsProjectId              | false               |
        keySource                            | WIF_JSON            | credentials.source=adc
        keySource                            | VAULT               | !FILE, JSON, WIF_JSON, APPLICATION_DEFAULT
        useCredentialsProjectId              | true                |
        sanitizeTopics                       | true                | name.sanitize.topics=strict
        sanitizeTopics                       | false               | name.sanitize.topics=never
        sanitizeTopics                       | maybe               | !true or false
        sanitizeFieldNames                   | true                | name.sanitize.fields=strict
        sanitizeFieldNames                   | false               | name.sanitize.fields=never
        topic2TableMap                       | orders:purchases    | topic.to.table.map=orders:purchases
        kafkaKeyFieldName                    | k                   | kafka.key.column=k
        kafkaKeyFieldName                    | a.b                 | !'a.b' is no name
        kafkaDataFieldName                   | d                   | kafka.metadata.column=d,kafka.metadata.original=false
        includeKafkaData                     | true                | kafka.metadata.column=kafkaData,kafka.metadata.original=false
        preserveKafkaTopicPartitionOffset    | true                |
        trackPutAttempts                     | false               |
        trackPutAttempts                     | true                | !remove it
        allowNewBigQueryFields               | true                | schema.evolution=add-fields
        allowNewBigQueryFields               | false               | schema.evolution=none
        allowBigQueryRequiredFieldRelaxation | true                | schema.evolution=relax-required
        allowSchemaUnionization              | true                |
        allBQFieldsNullable                  | true                | schema.nullable=always
        allBQFieldsNullable                  | false               | schema.nullable=as-declared
        mediateConcurrentSchemaUpdates       | true                |
        concurrentSchemaUpdateRetryWaitMs    | 10000               |
        concurrentSchemaUpdateMaxRetries     | 3                   |
        schemaRetriever                      | com.wepay.kafka.connect.bigquery.retrieve.IdentitySchemaRetriever |
        schemaRetriever                      | com.wepay.kafka.connect.bigquery.schemaregistry.schemaretriever.SchemaRegistrySchemaRetriever |
        schemaRetriever                      | com.wepay.kafka.connect.bigquery.retrieve.MemorySchemaRetriever |
        schemaRetriever                      | org.example.Mine    | !remove it
        ignoreUnknownFields                  | true                | schema.unknown.fields=ignore
        ignoreUnknownFields                  | false               | schema.unknown.fields=fail
        decimalHandlingMode                  | NUMERIC             | decimal.type=numeric
        decimalHandlingMode                  | float               | decimal.type=float64
        decimalHandlingMode                  | BIGNUMERIC          | decimal.type=bignumeric
        decimalHandlingMode                  | RECORD              | decimal.type=record
        decimalHandlingMode                  | DOUBLE              | !decimal.type
        variableScaleDecimalHandlingMode     | RECORD              | variable.decimal.type=record
        variableScaleDecimalHandlingMode     | float               | variable.decimal.type=float64
        variableScaleDecimalHandlingMode     | NUMERIC             | variable.decimal.type=numeric
        variableScaleDecimalHandlingMode     | BIGNUMERIC          | variable.decimal.type=bignumeric
        convertDebeziumVariableScaleDecimal  | false               |
        convertDebeziumVariableScaleDecimal  | true                | variable.decimal.type=numeric
        convertDoubleSpecialValues           | false               |
        convertDoubleSpecialValues           | true                | !NaN
        convertDebeziumTimestampToInteger    | false               |
        convertDebeziumTimestampToInteger    | true                | !column.types
        autoCreateTables                     | false               | table.create=false
        bigQueryPartitionDecorator           | true                |
        bigQueryPartitionDecorator           | false               |
        bigQueryMessageTimePartitioning      | false               |
        bigQueryMessageTimePartitioning      | true                | !table.partition.field=_kafka_timestamp
        timePartitioningType                 | hour                | table.partition.type=hour
        timePartitioningType                 | NONE                | table.partition.type=NONE
        timestampPartitionFieldName          | ts                  | table.partition.field=ts
        clusteringPartitionFieldNames        | a,b                 | table.clustering.fields=a,b
        upsertEnabled                        | false               |
        upsertEnabled                        | true                | change.mode=upsert,upsert.strategy=merge
        deleteEnabled                        | false               |
        deleteEnabled                        | true                | !set upsertEnabled=true
        intermediateTableSuffix              | tmp                 |
        mergeIntervalMs                      | 60000               |
        mergeRecordsThreshold                | -1                  |
        useStorageWriteApi                   | true                | write.method=storage-write,integer.timestamp.unit=micros
        bestEffortDeduplication              | false               | insert.ids=false
        useStorageWriteApi                   | false               | integer.timestamp.unit=seconds
        enableBatchMode                      | false               |
        enableBatchMode                      | true                |
        commitInterval                       | 60                  |
        enableBatchLoad                      | ''                  |
        enableBatchLoad                      | others              |
        enableBatchLoad                      | true                |
        batchLoadIntervalSec                 | 120                 |
        gcsBucketName                        | b                   |
        gcsFolderName                        | f                   |
        autoCreateBucket                     | true                |
        threadPoolSize                       | 10                  |
        queueSize                            | -1                  |
        bigQueryRetry                        | 3                   |
        bigQueryRetryWait                    | 1000                | retry.backoff.initial.ms=1000
        bigQueryRetryWait                    | 0                   | retry.backoff.initial.ms=1
        bigQueryRetryWait                    | 60000               | retry.backoff.initial.ms=60000,retry.backoff.max.ms=60000
        bigQueryRetryWait                    | 99999999            | retry.backoff.initial.ms=3600000,retry.backoff.max.ms=3600000
        bigQueryRetryWait                    | -5                  | !0 or more
        bigQueryRetryWait                    | soon                | !0 or more
        max.retries                          | 10                  |
        enableRetries                        | true                |
        avroDataCacheSize                    | 100                 |
        runtimeProvider                      | Confluent Platform  |
        GCSBQTask                            | true                |
        taskId                               | 0                   |
        topicsToTables                       | ord.*=purchases     | topic.to.table.map=orders:purchases
        topicsToTables                       | (o)r(.*)=$2_$1      | topic.to.table.map=orders:ders_o
        topicsToTables                       | lines=purchases     |
        topicsToTables                       | orders              | !accepted: pattern of topics=name
        topicsToTables                       | (orders=x           | !is no pattern
        topicsToTables                       | orders=$3           | !names a group
        autoUpdateSchemas                    | true                | schema.evolution=add-fields,relax-required
        autoUpdateSchemas                    | false               | schema.evolution=none
        includeKafkaData                     | false               |
        schemaRegistryLocation               | http://r:8081       |
        bufferSize                           | 100000              |
        maxWriteSize                         | 10000               |
        tableWriteWait                       | 1000                |
        batchWriter                          | x                   |
        ingestion.mode                       | STREAMING           | write.method=storage-write
        ingestion.mode                       | BATCH LOADING       | write.method=storage-write
        ingestion.mode                       | UPSERT              | write.method=storage-write,change.mode=upsert
        ingestion.mode                       | UPSERT_DELETE       | write.method=storage-write,change.mode=upsert-delete
        ingestion.mode                       | SLOWLY              | !STREAMING, BATCH LOADING
        commit.interval                      | 60                  |
        datasets                             | cloud               | dataset=cloud
        datasets                             | .*=raw              | dataset=raw
        datasets                             | or.*=raw,li.*=more  | dataset=raw
        datasets                             | .*=no-name          | !letters, digits and underscores
        datasets                             | .*=a=b              | !accepted: pattern of topics=name
        auto.create.tables                   | DISABLED            | table.create=false
        auto.create.tables                   | NON-PARTITIONED     | table.create=true,table.partition.type=none
        auto.create.tables                   | PARTITION by INGESTION TIME | table.create=true,table.partition.type=DAY
        auto.create.tables                   | true                | table.create=true,table.partition.type=none
        auto.create.tables                   | false               | table.create=false
        auto.create.tables                   | MAYBE               | !table.partition.type
        partitioning.type                    | HOUR                | table.create=false
        timestamp.partition.field.name       | ts                  | table.create=false
        topic2clustering.fields.map          | orders:a            | !table.<table>.clustering.fields
        topic2clustering.fields.map          | ''                  |
        auto.update.schemas                  | DISABLED            | schema.evolution=none
        auto.update.schemas                  | true                | schema.evolution=add-fields,relax-required
        allow.schema.unionization            | true                |
        allow.bigquery.required.field.relaxation | true            |
        all.bq.fields.nullable               | true                | schema.nullable=always
        convert.double.special.values        | false               |
        convert.double.special.values        | true                | !NaN
        auto.update.schemas                  | ADD NEW FIELDS      | schema.evolution=add-fields,relax-required
        topic2table.map                      | a:b                 | topic.to.table.map=a:b
        sanitize.topics                      | true                | name.sanitize.topics=strict
        sanitize.field.names                 | true                | name.sanitize.fields=strict
        sanitize.field.names.in.array        | true                |
        use.integer.for.int8.int16           | true                |
        use.date.time.formatter              | true                |
        input.data.format                    | AVRO                | !write value.converter=io.confluent.connect.avro.AvroConverter
        input.data.format                    | JSON                | !write value.converter=org.apache.kafka.connect.json.JsonConverter
        input.key.format                     | AVRO                | !key.converter
        schema.context.name                  | c                   | !properties of the converters
        schema.context.name                  | default             |
        authentication.method                | OAuth               | !credentials.source
        authentication.method                | Google cloud service account |
        max.poll.records                     | 500                 |
        max.poll.records                     | 700                 | !consumer.override.max.poll.records
        max.poll.interval.ms                 | 300000              |
        max.poll.interval.ms                 | 500                 | !consumer.override.max.poll.interval.ms
        """;

    /** Names that mean something only beside another. */
    private static final String MORE_NAMES = "partitionExpirationMs";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = NAMES)
    void everyNameMeansTheSameOrSaysWhatToWrite(String name, String value, String becomes) {
        Map<String, String> written = properties(name, value);
        if (name.equals("defaultDataset") || name.equals("datasets")) {
            written.remove("dataset");
        }

        SinkProperties read = SinkProperties.of(written);
        List<Finding> findings = findings(written);

        if (becomes != null && becomes.startsWith("!")) {
            assertThat(findings).singleElement().satisfies(refusal -> {
                assertThat(refusal.property()).isEqualTo(name);
                assertThat(refusal.message()).startsWith(name + ": ").contains(becomes.substring(1));
            });
        } else {
            Map<String, String> expected = becomes == null ? Map.of() : entries(becomes);
            assertThat(findings).isEmpty();
            assertThat(read.translated()).doesNotContainKey(name).containsAllEntriesOf(expected);
            assertThat(read.writtenAs().keySet()).isEqualTo(expected.keySet());
        }
    }

    private static Map<String, String> entries(String becomes) {
        return Stream.of(becomes.split(",(?=[a-z.]+=)"))
                .map(entry -> entry.split("=", 2))
                .collect(Collectors.toMap(entry -> entry[0], entry -> entry[1]));
    }

    @Test
    void noNameIsLeftUntested() {
        Set<String> tested = new HashSet<>(Set.of(MORE_NAMES));
        NAMES.lines().map(line -> line.substring(0, line.indexOf('|')).trim()).forEach(tested::add);

        assertThat(new TreeSet<>(tested)).isEqualTo(new TreeSet<>(KcbqNames.RULES.keySet()));
    }
}
