// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import static io.millrace.connect.bigquery.config.SinkConfigTest.properties;
import static io.millrace.connect.bigquery.config.ValidationTest.findings;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.change.RecordFormat;
import io.millrace.connect.bigquery.schema.DecimalType;
import io.millrace.connect.bigquery.schema.ZonelessTimestampType;
import io.millrace.connect.bigquery.table.Partitioning;
import java.time.Duration;
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
            keyfile                              | /etc/key.json       | credentials.source=file,credentials.file=/etc/key.json
            keySource                            | APPLICATION_DEFAULT | credentials.source=adc
            useCredentialsProjectId              | false               |
            useCredentialsProjectId              | true                | !quota.project
            sanitizeTopics                       | true                | name.sanitize=true
            sanitizeTopics                       | false               | name.sanitize=false
            sanitizeFieldNames                   | true                | name.sanitize=true
            topic2TableMap                       | orders:purchases    | topic.to.table.map=orders:purchases
            kafkaKeyFieldName                    | k                   | !kafka.columns=key
            kafkaDataFieldName                   | d                   | !kafka.columns=topic,partition,offset,timestamp
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
            schemaRetriever                      | org.example.Mine    | !remove it
            ignoreUnknownFields                  | true                | schema.unknown.fields=ignore
            ignoreUnknownFields                  | false               | schema.unknown.fields=fail
            decimalHandlingMode                  | NUMERIC             | decimal.type=numeric
            decimalHandlingMode                  | float               | decimal.type=float64
            decimalHandlingMode                  | BIGNUMERIC          | decimal.type=bignumeric
            decimalHandlingMode                  | RECORD              | !decimal.type
            variableScaleDecimalHandlingMode     | FLOAT               | decimal.type=float64
            variableScaleDecimalHandlingMode     | NUMERIC             | !decimal.type
            convertDebeziumVariableScaleDecimal  | false               |
            convertDebeziumVariableScaleDecimal  | true                | !decimal.type
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
            upsertEnabled                        | false               | change.mode=append
            upsertEnabled                        | true                | !accepted: append
            deleteEnabled                        | false               | change.mode=append
            deleteEnabled                        | true                | !accepted: append
            intermediateTableSuffix              | tmp                 |
            mergeIntervalMs                      | 60000               |
            mergeRecordsThreshold                | -1                  |
            useStorageWriteApi                   | true                | write.method=storage-write
            useStorageWriteApi                   | false               | !accepted: storage-write
            enableBatchMode                      | false               |
            enableBatchMode                      | true                | !remove it
            commitInterval                       | 60                  |
            enableBatchLoad                      | ''                  |
            enableBatchLoad                      | orders              | !write.method
            batchLoadIntervalSec                 | 120                 |
            gcsBucketName                        | b                   |
            gcsFolderName                        | f                   |
            autoCreateBucket                     | true                |
            threadPoolSize                       | 10                  |
            queueSize                            | -1                  |
            bigQueryRetry                        | 3                   |
            bigQueryRetryWait                    | 1000                | retry.backoff.initial.ms=1000
            max.retries                          | 10                  |
            enableRetries                        | true                |
            avroDataCacheSize                    | 100                 |
            runtimeProvider                      | Confluent Platform  |
            GCSBQTask                            | true                |
            taskId                               | 0                   |
            ingestion.mode                       | STREAMING           | write.method=storage-write,change.mode=append
            ingestion.mode                       | BATCH LOADING       | !write.method
            ingestion.mode                       | UPSERT              | !accepted: append
            ingestion.mode                       | UPSERT_DELETE       | !accepted: append
            commit.interval                      | 60                  |
            datasets                             | cloud               | dataset=cloud
            auto.create.tables                   | DISABLED            | table.create=false
            auto.create.tables                   | NON-PARTITIONED     | table.create=true,table.partition.type=none
            auto.create.tables                   | PARTITION by INGESTION TIME | table.create=true,table.partition.type=DAY
            auto.create.tables                   | MAYBE               | !table.partition.type
            partitioning.type                    | HOUR                | table.create=false
            timestamp.partition.field.name       | ts                  | table.create=false
            topic2clustering.fields.map          | orders:a            | !table.<table>.clustering.fields
            topic2clustering.fields.map          | ''                  |
            auto.update.schemas                  | DISABLED            | schema.evolution=none
            auto.update.schemas                  | ADD NEW FIELDS      | schema.evolution=add-fields,relax-required
            topic2table.map                      | a:b                 | topic.to.table.map=a:b
            sanitize.topics                      | true                | name.sanitize=true
            sanitize.field.names                 | true                | name.sanitize=true
            sanitize.field.names.in.array        | true                |
            use.integer.for.int8.int16           | true                |
            use.date.time.formatter              | true                |
            input.data.format                    | AVRO                | !value.converter
            input.key.format                     | AVRO                | !key.converter
            schema.context.name                  | c                   | !value.converter
            authentication.method                | OAuth               | !credentials.source
            max.poll.records                     | 500                 | !consumer.override.max.poll.records
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

    @Test
    void aKcbqConfigurationNeedsOnlyAnotherClass() {
        Map<String, String> kcbq = Map.ofEntries(
                Map.entry("name", "legacy"),
                Map.entry("connector.class", "io.millrace.connect.bigquery.BigQuerySinkConnector"),
                Map.entry("topics", "orders"),
                Map.entry("project", "my-project"),
                Map.entry("defaultDataset", "raw"),
                Map.entry("keySource", "JSON"),
                Map.entry("keyfile", "{\"type\": \"service_account\"}"),
                Map.entry("autoCreateTables", "true"),
                Map.entry("sanitizeTopics", "true"),
                Map.entry("allowNewBigQueryFields", "true"),
                Map.entry("allowBigQueryRequiredFieldRelaxation", "true"),
                Map.entry("timestampPartitionFieldName", "ts"),
                Map.entry("timePartitioningType", "MONTH"),
                Map.entry("partitionExpirationMs", "86400000"),
                Map.entry("bigQueryPartitionDecorator", "false"),
                Map.entry("useStorageWriteApi", "true"),
                Map.entry("decimalHandlingMode", "NUMERIC"),
                Map.entry("variableScaleDecimalHandlingMode", "NUMERIC"),
                Map.entry("bigQueryRetry", "10"),
                Map.entry("queueSize", "100"));

        SinkConfig config = SinkConfig.from(kcbq);

        assertThat(config.routing().dataset()).isEqualTo("raw");
        assertThat(config.routing().sanitize()).isTrue();
        assertThat(config.records().schema().evolution()).hasSize(2);
        assertThat(config.records().schema().types().decimalType()).isEqualTo(DecimalType.NUMERIC);
        assertThat(config.tables().layout().partitioning())
                .isEqualTo(new Partitioning(Partitioning.Unit.MONTH, "ts", Duration.ofDays(1), false));
    }

    @Test
    void whatAKcbqConfigurationDoesNotSayIsAsItWasInKcbq() {
        Map<String, String> kcbq = properties("defaultDataset", "raw");
        kcbq.remove("dataset");

        SinkConfig config = SinkConfig.from(kcbq);

        assertThat(config.records().change().format()).isEqualTo(RecordFormat.PLAIN);
        assertThat(config.records().schema().evolution()).isEmpty();
        assertThat(config.records().schema().types().decimalType()).isEqualTo(DecimalType.FLOAT64);
        assertThat(config.records().schema().types().zonelessTimestampType())
                .isEqualTo(ZonelessTimestampType.TIMESTAMP);
        assertThat(config.tables().layout().partitioning().unit()).isEqualTo(Partitioning.Unit.DAY);
        assertThat(config.routing().sanitize()).isFalse();
    }

    @Test
    void ourNamesWinOverKcbqsDefaults() {
        Map<String, String> mixed =
                properties("defaultDataset", "raw", "decimal.type", "auto", "table.partition.type", "none");
        mixed.remove("dataset");

        SinkConfig config = SinkConfig.from(mixed);

        assertThat(config.records().schema().types().decimalType()).isEqualTo(DecimalType.AUTO);
        assertThat(config.tables().layout().partitioning()).isEqualTo(Partitioning.NONE);
    }

    @Test
    void anErrorIsOnTheNameThatWasWritten() {
        assertThat(findings(properties("timePartitioningType", "WEEK")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.property()).isEqualTo("timePartitioningType");
                    assertThat(finding.message()).contains("accepted: none, hour, day, month, year");
                });
    }

    @Test
    void saysWhichOldNamesAreInUseWithoutTheirValues() {
        assertThat(Validation.of(properties("keySource", "JSON", "keyfile", "{\"key\": \"s3cret\"}", "queueSize", "5"))
                        .deprecated())
                .containsOnlyKeys("keyfile", "keySource", "queueSize")
                .allSatisfy((name, meaning) -> assertThat(meaning).doesNotContain("s3cret"));
    }

    @Test
    void bothNamesAtOnceAreRefused() {
        assertThat(findings(properties("defaultDataset", "raw")))
                .containsExactly(new Finding(
                        "defaultDataset", "defaultDataset: the same as dataset, which is set too; keep one of them"));
    }
}
