// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import static io.millrace.connect.bigquery.config.SinkConfigTest.properties;
import static io.millrace.connect.bigquery.config.ValidationTest.findings;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.change.RecordFormat;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.NameRule;
import io.millrace.connect.bigquery.route.Router;
import io.millrace.connect.bigquery.schema.DecimalType;
import io.millrace.connect.bigquery.schema.KafkaColumns;
import io.millrace.connect.bigquery.schema.ZonelessTimestampType;
import io.millrace.connect.bigquery.table.Partitioning;
import io.millrace.connect.kit.GoogleAccess;
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
            upsertEnabled                        | false               |
            upsertEnabled                        | true                | !view.create=true
            deleteEnabled                        | false               |
            deleteEnabled                        | true                | !view.create=true
            intermediateTableSuffix              | tmp                 |
            mergeIntervalMs                      | 60000               |
            mergeRecordsThreshold                | -1                  |
            useStorageWriteApi                   | true                | write.method=storage-write
            useStorageWriteApi                   | false               |
            enableBatchMode                      | false               |
            enableBatchMode                      | true                |
            commitInterval                       | 60                  |
            enableBatchLoad                      | ''                  |
            enableBatchLoad                      | orders              | !remove enableBatchLoad
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
            ingestion.mode                       | UPSERT              | !view.create=true
            ingestion.mode                       | UPSERT_DELETE       | !view.create=true
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
        assertThat(config.routing().names()).isEqualTo(NameRule.STRICT);
        assertThat(config.records().schema().columns().names()).isEqualTo(NameRule.NEVER);
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
        assertThat(config.routing().names()).isEqualTo(NameRule.NEVER);
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

    private static Map<String, String> kcbq(String... pairs) {
        Map<String, String> written = properties("defaultDataset", "raw");
        written.remove("dataset");
        for (int i = 0; i < pairs.length; i += 2) {
            written.put(pairs[i], pairs[i + 1]);
        }
        return written;
    }

    private static Map<String, String> first(String... pairs) {
        Map<String, String> written = kcbq(pairs);
        written.remove("defaultDataset");
        return written;
    }

    /** A property's default says nothing new, whatever the version that it is the default of. */
    @Test
    void toldOfWhatIsIgnoredButNotOfDefaults() {
        assertThat(told(kcbq(
                        "queueSize", "-1",
                        "threadPoolSize", "10",
                        "bigQueryRetry", "0",
                        "bigQueryRetryWait", "1000",
                        "mergeIntervalMs", "60000",
                        "useStorageWriteApi", "false",
                        "enableBatchMode", "false",
                        "gcsBucketName", "",
                        "autoCreateBucket", "true",
                        "convertDoubleSpecialValues", "false",
                        "avroDataCacheSize", "100",
                        "allowSchemaUnionization", "true",
                        "kafkaKeyFieldName", "",
                        "kafkaDataFieldName", "",
                        "enableBatchLoad", "",
                        "schemaRetriever", "com.wepay.kafka.connect.bigquery.retrieve.IdentitySchemaRetriever")))
                .isEmpty();
        assertThat(told(kcbq("queueSize", "500", "threadPoolSize", "20", "enableBatchMode", "true", "bufferSize", "9")))
                .containsExactlyInAnyOrder("queueSize", "threadPoolSize", "enableBatchMode", "bufferSize");
    }

    @Test
    void namesOfTheFirstVersionsMeanNothingBesideDefaultDatasetAndAreTold() {
        Map<String, String> mixed = kcbq(
                "datasets", "orders:raw",
                "topicsToTables", "orders=purchases",
                "autoUpdateSchemas", "true",
                "includeKafkaData", "true",
                "flush.size", "10000");

        SinkConfig config = SinkConfig.from(mixed);

        assertThat(told(mixed))
                .containsExactlyInAnyOrder(
                        "datasets", "topicsToTables", "autoUpdateSchemas", "includeKafkaData", "flush.size");
        assertThat(config.routing().dataset()).isEqualTo("raw");
        assertThat(config.routing().topicToTable()).isEmpty();
        assertThat(config.records().schema().evolution()).isEmpty();
    }

    @Test
    void aTopicThatKcbqCouldNotNameATableByGoesWhereItWasMeantTo() {
        Map<String, String> written =
                kcbq("topics", "shop.orders,lines", "topicsToTables", "shop.orders=orders,lines=all_lines");

        assertThat(SinkConfig.from(written).routing().topicToTable())
                .containsExactly(Map.entry("shop.orders", "orders"));
        assertThat(told(written)).containsExactly("topicsToTables");
    }

    @Test
    void patternsOfTheFirstVersionsLeadEachTopicToItsDatasetAndTable() {
        SinkConfig config = SinkConfig.from(first(
                "topics", "shop.orders,shop.lines,web.clicks-1",
                "datasets", "shop.*=shop,web.*=web",
                "topicsToTables", "web\\.(.*)=$1",
                "sanitizeTopics", "true"));

        Router router = new Router(config.routing());
        assertThat(router.route("shop.orders")).isEqualTo(new Destination("my-project", "shop", "shop_orders"));
        assertThat(router.route("shop.lines")).isEqualTo(new Destination("my-project", "shop", "shop_lines"));
        assertThat(router.route("web.clicks-1")).isEqualTo(new Destination("my-project", "web", "clicks_1"));
        assertThat(config.records().schema().types().decimalType()).isEqualTo(DecimalType.FLOAT64);
        assertThat(config.tables().layout().partitioning().unit()).isEqualTo(Partitioning.Unit.DAY);
    }

    @Test
    void patternsThatCannotBeFollowedSayWhatToWrite() {
        Map<String, String> byPattern = first("datasets", "a.*=a,b.*=b", "topics.regex", "[ab].*");
        byPattern.remove("topics");

        assertThat(findings(byPattern)).singleElement().satisfies(finding -> {
            assertThat(finding.property()).isEqualTo("datasets");
            assertThat(finding.message()).contains("topic.to.table.map", "RegexRouter");
        });
        assertThat(findings(first("datasets", "a.*=a,b.*=b")))
                .extracting(Finding::message)
                .containsExactly("datasets: no pattern matches topic orders");
        assertThat(findings(first("datasets", "o.*=a,.*=b")))
                .extracting(Finding::message)
                .containsExactly("datasets: topic orders matches two of the patterns");
    }

    @Test
    void keyAndMetadataKeepTheirRecords() {
        KafkaColumns columns = kafkaColumns(kcbq("kafkaKeyFieldName", "_key", "kafkaDataFieldName", "_meta"));

        assertThat(columns.key()).isEqualTo("_key");
        assertThat(columns.metadata()).isEqualTo(new KafkaColumns.Metadata("_meta", false));
        assertThat(kafkaColumns(kcbq(
                                "kafkaDataFieldName", "kafka-data",
                                "sanitizeFieldNames", "true",
                                "preserveKafkaTopicPartitionOffset", "true"))
                        .metadata())
                .isEqualTo(new KafkaColumns.Metadata("kafka_data", true));
        assertThat(kafkaColumns(kcbq("preserveKafkaTopicPartitionOffset", "true"))
                        .metadata())
                .isNull();
    }

    private static KafkaColumns kafkaColumns(Map<String, String> written) {
        return SinkConfig.from(written).records().schema().kafkaColumns();
    }

    @Test
    void sanitizedTablesAreTheOnesThatKcbqMade() {
        SinkConfig config = SinkConfig.from(kcbq("topics", "my-topic-1", "sanitizeTopics", "true"));

        assertThat(new Router(config.routing()).route("my-topic-1").table()).isEqualTo("my_topic_1");
    }

    @Test
    void aMapOfTablesLeavesOtherTopicsAsTheyAre() {
        SinkConfig config = SinkConfig.from(
                kcbq("topics", "my-topic-1,a-b", "topic2TableMap", "a-b:day-total", "sanitizeTopics", "true"));

        Router router = new Router(config.routing());
        assertThat(router.route("my-topic-1").table()).isEqualTo("my-topic-1");
        assertThat(router.route("a-b").table()).isEqualTo("day-total");
    }

    @Test
    void aTopicThatKcbqCouldNotNameATableByIsRefusedOnTheNameThatWasWritten() {
        assertThat(findings(kcbq("topics", "shop.orders", "sanitizeTopics", "false")))
                .extracting(Finding::property)
                .containsExactly("sanitizeTopics");
        assertThat(findings(kcbq("defaultDataset", "kcbq-example")))
                .extracting(Finding::property)
                .containsExactly("defaultDataset");
        assertThat(findings(kcbq("defaultDataset", "")))
                .extracting(Finding::property)
                .containsExactly("defaultDataset");
    }

    @Test
    void aKeyIsNeverShownWhereverItIsWritten() {
        String key = "{\"type\": \"service_account\", \"private_key\": \"s3cret\"}";
        Map<String, String> written = kcbq("keySource", "FILE", "keyfile", key);

        assertThat(SinkProperties.of(written).validate().toString()).doesNotContain("s3cret");
        assertThat(SinkConfig.from(written).connection().access().source()).isInstanceOf(GoogleAccess.KeyJson.class);
        assertThat(told(kcbq("keySource", "APPLICATION_DEFAULT", "keyfile", "/key.json")))
                .containsExactly("keyfile");
    }

    @Test
    void partitionsThatKcbqWouldNotMakeAreNotMade() {
        Map<String, String> written = kcbq(
                "timePartitioningType", "NONE",
                "timestampPartitionFieldName", "ts",
                "partitionExpirationMs", "86400000");

        assertThat(SinkConfig.from(written).tables().layout().partitioning()).isEqualTo(Partitioning.NONE);
        assertThat(told(written)).containsExactlyInAnyOrder("timestampPartitionFieldName", "partitionExpirationMs");
    }

    @Test
    void messageTimeMeansNothingWithoutTheDecoratorThatItIsFor() {
        assertThat(findings(kcbq("bigQueryMessageTimePartitioning", "true")))
                .extracting(Finding::property)
                .containsExactly("bigQueryMessageTimePartitioning");
        Map<String, String> without =
                kcbq("bigQueryMessageTimePartitioning", "true", "bigQueryPartitionDecorator", "false");
        assertThat(findings(without)).isEmpty();
        assertThat(told(without)).containsExactly("bigQueryMessageTimePartitioning");
    }

    private static List<String> told(Map<String, String> written) {
        Validation validation = Validation.of(written);
        assertThat(validation.errors()).isEmpty();
        return validation.told().stream().map(Finding::property).toList();
    }
}
