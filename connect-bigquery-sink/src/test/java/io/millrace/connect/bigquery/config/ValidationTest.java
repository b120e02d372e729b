// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import static io.millrace.connect.bigquery.config.SinkConfigTest.properties;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What validation says without asking Google. */
class ValidationTest {
    static List<Finding> findings(Map<String, String> properties) {
        List<Finding> findings = new ArrayList<>();
        for (ConfigValue value : Validation.of(properties).values()) {
            value.errorMessages().forEach(message -> findings.add(new Finding(value.name(), message)));
        }
        return findings;
    }

    @Test
    void findsNothingInTheSmallestConfiguration() {
        assertThat(findings(properties())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        project                        | My Project       | a project id
        dataset                        | ${topic:x}       | ${topic:N}
        dataset                        | ${topic:0}       | ${topic:N}
        dataset                        | raw_${topic      | accepted: ${topic}
        dataset                        | ${env}_raw       | accepted: ${topic}
        table                          | ${table}         | ${topic}
        table                          | ${topic:0}       | ${topic:N}
        table                          | ${topic:-0}      | ${topic:N}
        table                          | ${topic:x}       | ${topic:N}
        table                          | ${topic}_${      | is not closed
        topic.to.table.map             | orders:${topic:1}.x | taken literally
        topic.to.table.map             | orders           | key:value
        bigquery.endpoint              | localhost:9050   | https://
        bigquery.endpoint              | http://10.0.0.7  | millrace.allowed.urls
        bigquery.storage.endpoint      | http://10.0.0.7  | millrace.allowed.urls
        bigquery.storage.endpoint      | https://evil.example.org | millrace.allowed.urls
        bigquery.endpoint              | http://127.0.0.1:9050 | millrace.allowed.urls
        request.max.bytes              | 10485760         | 65536 to 9437184
        buffer.max.bytes               | 1048576          |
        retry.backoff.initial.ms       | 3600000          | must not be above retry.backoff.max.ms
        schema.evolution               | widen-types      | while rows are streamed into the table
        schema.evolution               | drop-fields      | accepted: add-fields
        column.types                   | ts=VARCHAR       | TIMESTAMP
        dataset.access                 | group:a@b.c      | READER, WRITER, OWNER
        dataset.access                 | READER:group:x@y | dataset.create=false
        table.partition.type           | week             | accepted: none, hour, day, month, year
        table.partition.expiration.ms  | 1000             | needs partitions
        table.clustering.fields        | a,b,c,d,e        | at most 4
        table.clustering.fields        | a,A              | given twice
        table.labels                   | Team:sea         | lower-case
        table.kms.key                  | my-key           | projects/P/locations/L
        table.max.staleness            | 15 minutes       | ISO-8601
        view.name                      | ${topic}         | ${table}
        view.name                      | ${table          | ${table}
        view.name                      | ${table:0}       | ${table}
        view.name                      | ${table}         | not the table's own
        view.name                      | ${table}.now     | letters, digits
        view.name                      | now              | of every table
        table.orders.view.name         | ${topic}         | ${table}
        primary.key                    | record-key,id    | alone
        kafka.columns                  | key,epoch        | accepted: topic
        kafka.columns.prefix           | _CHANGE_         | does not reserve
        schema.registry.url            | localhost:8081   | accepted: one address, http://
        schema.registry.url            | ftp://registry   | accepted: one address, http://
        schema.registry.url            | http://a b       | is no address
        schema.registry.url            | http://a:1,http://b:2 | accepted: one address
        schema.registry.url            | https://r/?a=b   | without ? and #
        schema.registry.basic.auth.user.info | s3cret     | accepted: user:password
        schema.registry.bearer.auth.token | s3 cret       | accepted: one line without blanks
        credentials.source             | vault            | accepted: adc, file, json, none
        credentials.allowed.urls       | sts.example.org  | millrace.allowed.urls
        table.orders.partition.type    | week             | accepted: none, hour, day, month, year
        table.orders.partition.feild   | ts               | partition.field
        table.orders.partition.filter.required | true     | needs partitions
        table.orders.create            | maybe            | true or false
        table.orders.veiw.create       | true             | did you mean table.orders.view.create?
        table.orders.partition.fields  | ts               | did you mean table.orders.partition.field?
        table.partition.typ            | day              | did you mean table.partition.type?
        table.orders.colour            | red              | accepted after table.<table>.: create, partition.type
        """)
    void blamesThePropertyAtFault(String property, String value, String says) {
        List<Finding> found = findings(properties(property, value));

        String blamed = property.equals("buffer.max.bytes") ? "request.max.bytes" : property;
        String expected = says == null ? "must not be above buffer.max.bytes" : says;
        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.property()).isEqualTo(blamed);
            assertThat(finding.message()).contains(expected).contains(blamed);
        });
    }

    @Test
    @SuppressWarnings("NullAway") // as Connect's REST API hands over what JSON says
    void takesNullAndEmptyValuesAsNotWritten() {
        assertThat(findings(properties("table", null, "credentials.file", "", "proxy.url", " ", "keyfile", null)))
                .isEmpty();
        assertThat(findings(properties("dataset", null)))
                .extracting(Finding::property)
                .containsExactly("dataset");
    }

    @Test
    void refusesAViewThatNobodyCouldQuery() {
        String says = "reads every partition";
        assertThat(findings(properties(
                        "view.create", "true",
                        "table.partition.type", "day",
                        "table.partition.filter.required", "true")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.property()).isEqualTo("view.create");
                    assertThat(finding.message())
                            .contains(says, "view.create=false", "table.partition.filter.required=false");
                });
        assertThat(findings(properties(
                        "view.create", "true",
                        "table.partition.type", "day",
                        "table.orders.partition.filter.required", "true")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.property()).isEqualTo("table.orders.partition.filter.required");
                    assertThat(finding.message()).contains(says);
                });
        assertThat(findings(properties(
                        "table.orders.view.create", "true",
                        "table.partition.type", "day",
                        "table.partition.filter.required", "true")))
                .extracting(Finding::property)
                .containsExactly("table.orders.view.create");
        assertThat(findings(properties(
                        "view.create", "true",
                        "table.orders.view.create", "false",
                        "table.partition.type", "day",
                        "table.orders.partition.filter.required", "true")))
                .isEmpty();
    }

    @Test
    void takesTwoNamesOfOneTableForOne() {
        assertThat(findings(properties("table.a.b.labels", "x:y", "table.a_b.labels", "x:z")))
                .containsExactly(new Finding(
                        "table.a_b.labels", "table.a_b.labels: means the same as table.a.b.labels; keep one of them"));
        assertThat(findings(properties("table.a.b.labels", "x:y", "table.a_b.expiration.ms", "5")))
                .isEmpty();
        assertThat(findings(properties("table.a.b.labels", "x:y", "name.sanitize", "false")))
                .singleElement()
                .extracting(Finding::message)
                .asString()
                .contains("no table named 'a.b'");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
        orders,          -,           table.ordres.labels,  true
        orders,          -,           table.Orders.labels,  true
        shop.orders,     -,           table.shop.order.labels, true
        'orders,ordres', -,           table.ordres.labels,  false
        orders,          -,           table.invoices.labels, false
        orders_1,        -,           table.orders_2.labels, false
        orders,          mask,        table.ordres.labels,  false
        """)
    void tellsOfAnOverrideThatIsSurelyMeantForAnotherTable(
            String topics, @Nullable String transforms, String property, boolean told) {
        Map<String, String> written = properties("topics", topics, property, "a:b");
        if (transforms != null) {
            written.put("transforms", transforms);
        }
        Validation validation = Validation.of(written);

        validation.blameStrayOverrides();

        if (told) {
            assertThat(validation.errors()).singleElement().asString().contains(property, "did you mean table");
        } else {
            assertThat(validation.errors()).isEmpty();
        }
    }

    @Test
    void tellsNothingOfOverridesWhereAPatternFindsTheTopics() {
        Map<String, String> written = properties("topics.regex", "ord.*", "table.ordres.labels", "a:b");
        written.remove("topics");
        Validation validation = Validation.of(written);

        validation.blameStrayOverrides();

        assertThat(validation.errors()).isEmpty();
    }

    @Test
    void asksForTheKeyThatTheSourceNeeds() {
        assertThat(findings(properties("credentials.source", "file")))
                .containsExactly(
                        new Finding("credentials.file", "credentials.file: must be set for credentials.source=file"));
        assertThat(findings(properties("proxy.url", "http://proxy:3128", "proxy.username", "me")))
                .containsExactly(new Finding("proxy.password", "proxy.password: must be set for proxy.username"));
        assertThat(findings(properties("proxy.url", "https://proxy:3128")))
                .singleElement()
                .matches(finding -> finding.property().equals("proxy.url")
                        && finding.message().endsWith("write http://proxy:3128"));
    }

    @Test
    void refusesAPartitionColumnOfATypeThatCannotBe() {
        assertThat(findings(properties("table.partition.field", "ts", "column.types", "TS=STRING")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.property()).isEqualTo("table.partition.field");
                    assertThat(finding.message()).contains("STRING").contains("DATE, DATETIME or TIMESTAMP");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "datset, dataset",
        "bigquery.end.point, bigquery.endpoint",
        "linger.msec, linger.ms",
        "credential.file, credentials.file",
        "Schema.Evolution, schema.evolution",
        "kafka.column, kafka.columns"
    })
    void suggestsTheNameForASlipOfThePen(String slip, String meant) {
        assertThat(findings(properties(slip, "x")))
                .containsExactly(new Finding(slip, slip + ": no such property; did you mean " + meant + "?"));
    }

    @Test
    void holdsNothingAgainstTopicsThatAConfigProviderHasYetToFillIn() {
        assertThat(findings(properties("topics", "${env:TOPICS}", "name.sanitize", "false")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "project, ${file:/etc/secrets:project}",
        "dataset, ${env:DATASET}",
        "linger.ms, ${directory:/conf:linger}",
        "table.create, ${env:CREATE}"
    })
    void forgivesWhatAConfigProviderHasYetToFillIn(String property, String value) {
        Map<String, String> written = properties(property, value);
        Validation validation = Validation.of(written);

        validation.forgiveUnresolved();

        assertThat(validation.errors()).isEmpty();
        assertThat(validation.config()).isEmpty();
        assertThatThrownBy(() -> Validation.parsed(written)).hasMessageContaining(property);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tasks.max",
                "topics.regex",
                "key.converter",
                "value.converter.schema.registry.url",
                "transforms.route.type",
                "predicates",
                "errors.deadletterqueue.topic.name",
                "consumer.override.max.poll.records",
                "config.action.reload",
                "tasks.max.enforce",
                "connector.plugin.version",
                "confluent.license",
                "kafka.api.key"
            })
    void leavesWhatIsNotOursAlone(String property) {
        assertThat(findings(properties(property, "x"))).isEmpty();
    }

    @Test
    void everyPropertyTellsAUserWhatItNeedsToKnow() {
        ConfigDef def = SinkOptions.configDef();

        assertThat(def.configKeys().values()).hasSizeGreaterThan(50).allSatisfy(key -> {
            assertThat(key.documentation).as(key.name).endsWith(".");
            assertThat(key.group).as(key.name).isNotNull();
            assertThat(key.displayName).as(key.name).isNotBlank().isNotEqualTo(key.name);
            assertThat(key.orderInGroup).as(key.name).isPositive();
            assertThat(key.validator).as(key.name).isNotNull();
        });
    }

    @Test
    void secretsAreNeverShown() {
        Map<String, String> ours =
                properties("credentials.source", "json", "credentials.json", "s3cret", "proxy.password", "s3cret");
        Map<String, String> kcbqs =
                properties("keySource", "JSON", "keyfile", "s3cret", "decimalHandlingMode", "RECORD");

        assertThat(SinkProperties.of(ours).validate().toString()).doesNotContain("s3cret");
        assertThat(SinkProperties.of(kcbqs).validate().toString()).doesNotContain("s3cret");
        assertThat(SinkOptions.configDef().configKeys().values())
                .filteredOn(key -> key.name.matches(".*(password|secret|\\.json)$"))
                .allMatch(key -> key.type == ConfigDef.Type.PASSWORD);
    }
}
