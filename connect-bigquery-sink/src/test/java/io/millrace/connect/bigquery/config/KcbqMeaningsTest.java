// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import static io.millrace.connect.bigquery.config.SinkConfigTest.properties;
import static io.millrace.connect.bigquery.config.ValidationTest.findings;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.change.RecordFormat;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.NameRule;
import io.millrace.connect.bigquery.route.Router;
import io.millrace.connect.bigquery.schema.Compatibility;
import io.millrace.connect.bigquery.schema.DecimalType;
import io.millrace.connect.bigquery.schema.EpochUnit;
import io.millrace.connect.bigquery.schema.KafkaColumns;
import io.millrace.connect.bigquery.schema.LogicalTypes;
import io.millrace.connect.bigquery.schema.ZonelessTimestampType;
import io.millrace.connect.bigquery.table.design.Partitioning;
import io.millrace.connect.kit.google.GoogleAccess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What KCBQ's names mean together, and what a configuration of KCBQ means by what it does not say. */
class KcbqMeaningsTest {
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

        SinkConfig config = Validation.parsed(kcbq);

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

        SinkConfig config = Validation.parsed(kcbq);

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

        SinkConfig config = Validation.parsed(mixed);

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

        SinkConfig config = Validation.parsed(mixed);

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

        assertThat(Validation.parsed(written).routing().topicToTable())
                .containsExactly(Map.entry("shop.orders", "orders"));
        assertThat(told(written)).containsExactly("topicsToTables");
    }

    @Test
    void patternsOfTheFirstVersionsLeadEachTopicToItsDatasetAndTable() {
        SinkConfig config = Validation.parsed(first(
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
    void newColumnsAreOfTheTypesThatKcbqGives() {
        assertThat(types(kcbq()))
                .isEqualTo(new Compatibility(LogicalTypes.KCBQ, DecimalType.RECORD, EpochUnit.SECONDS));
        assertThat(types(kcbq("useStorageWriteApi", "true")).integerUnit()).isEqualTo(EpochUnit.MICROS);
        assertThat(types(first("datasets", ".*=raw")))
                .isEqualTo(new Compatibility(LogicalTypes.KCBQ, DecimalType.RECORD, EpochUnit.SECONDS));
        assertThat(types(first("datasets", "raw")))
                .isEqualTo(new Compatibility(LogicalTypes.KCBQ, DecimalType.AUTO, EpochUnit.MICROS));
        assertThat(types(properties())).isEqualTo(Compatibility.NONE);
    }

    @Test
    void theOlderNameOfADecimalsTypeGivesWayToTheNewer() {
        assertThat(types(kcbq(
                                "convertDebeziumVariableScaleDecimal", "true",
                                "variableScaleDecimalHandlingMode", "RECORD"))
                        .variableDecimalType())
                .isEqualTo(DecimalType.NUMERIC);
        assertThat(types(kcbq(
                                "convertDebeziumVariableScaleDecimal", "true",
                                "variableScaleDecimalHandlingMode", "FLOAT"))
                        .variableDecimalType())
                .isEqualTo(DecimalType.FLOAT64);
    }

    private static Compatibility types(Map<String, String> written) {
        return Validation.parsed(written).records().schema().types().compatibility();
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
        return Validation.parsed(written).records().schema().kafkaColumns();
    }

    @Test
    void sanitizedTablesAreTheOnesThatKcbqMade() {
        SinkConfig config = Validation.parsed(kcbq("topics", "my-topic-1", "sanitizeTopics", "true"));

        assertThat(new Router(config.routing()).route("my-topic-1").table()).isEqualTo("my_topic_1");
    }

    @Test
    void aMapOfTablesLeavesOtherTopicsAsTheyAre() {
        SinkConfig config = Validation.parsed(
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
        assertThat(Validation.parsed(written).connection().access().source()).isInstanceOf(GoogleAccess.KeyJson.class);
        assertThat(told(kcbq("keySource", "APPLICATION_DEFAULT", "keyfile", "/key.json")))
                .containsExactly("keyfile");
    }

    @Test
    void partitionsThatKcbqWouldNotMakeAreNotMade() {
        Map<String, String> written = kcbq(
                "timePartitioningType", "NONE",
                "timestampPartitionFieldName", "ts",
                "partitionExpirationMs", "86400000");

        assertThat(Validation.parsed(written).tables().layout().partitioning()).isEqualTo(Partitioning.NONE);
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
