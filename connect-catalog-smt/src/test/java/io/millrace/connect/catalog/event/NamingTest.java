// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.catalog.observe.Upstream;
import io.millrace.connect.kit.config.TopicTemplate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamingTest {
    private static Naming naming(String sinkNamespace, String sinkName, String... source) {
        return new Naming(new NamingSettings(
                "kafka-connect",
                List.of("kafka://broker-1:9092", "kafka://broker-2:9092"),
                List.of(source),
                List.of(sinkNamespace),
                TopicTemplate.parse(sinkName),
                Map.of("odd.topic", "p.other.table")));
    }

    /** openlineage.io/docs/spec/naming, 2026-08; MongoDB is not in it and follows MySQL. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "mysql,      shop, -,      orders, mysql://db:3306,     shop.orders",
                "mariadb,    shop, -,      orders, mysql://db:3306,     shop.orders",
                "postgresql, shop, public, orders, postgres://db:5432,  shop.public.orders",
                "sqlserver,  shop, dbo,    orders, mssql://db:1433,     shop.dbo.orders",
                "oracle,     ORCL, SHOP,   ORDERS, oracle://db:1521,    ORCL.SHOP.ORDERS",
                "mongodb,    shop, -,      orders, mongodb://db:27017,  shop.orders",
            })
    void upstreamTablesAreNamedAsOpenLineageNamesThem(
            String system, String database, @Nullable String schema, String table, String namespace, String name) {
        Upstream from = new Upstream(system, "server", database, schema, table);

        assertThat(naming("bigquery", "${topic}", namespace).upstream(from))
                .isEqualTo(new DatasetName(namespace, name));
    }

    @Test
    void withoutANamespaceTheLogicalNameStandsInForTheHost() {
        Upstream from = new Upstream("postgresql", "pg", "shop", "public", "orders");

        assertThat(naming("bigquery", "${topic}").upstream(from))
                .isEqualTo(new DatasetName("postgres://pg", "shop.public.orders"));
    }

    @ParameterizedTest
    @CsvSource({
        "bigquery,     p.raw.${topic:-1},      shop.public.orders, p.raw.orders",
        "bigquery,     p.${topic:1}.${topic},  shop.orders,        p.shop.shop_orders",
        "bigquery,     p.${topic:1}.${topic:2}, eu-west.ord-ers,   p.eu_west.ord-ers",
        "bigquery,     ${topic:1}.raw.t,       my-project.x,       my-project.raw.t",
        "bigquery,     p.raw.${topic},         ord$ers@eu,         p.raw.ord_ers_eu",
        "bigquery,     p.raw.${topic},         Zürich-1,           p.raw.Zürich-1",
        "bigquery,     p.raw.${topic},         odd.topic,          p.other.table",
        "gs://lake,    in/${topic},            shop.orders,        in/shop.orders",
        "bigquery,     p.raw.${topic:3}_log,   shop.orders,        p.raw._log",
    })
    void tablesAreNamedAsTheSinkNamesThem(String namespace, String template, String topic, String name) {
        assertThat(naming(namespace, template).table(topic)).isEqualTo(new DatasetName(namespace, name));
    }

    @Test
    void aJobIsOneEdgeOfOneConnector() {
        Naming naming = naming("bigquery", "${topic}");

        assertThat(naming.job("eu.orders", "shop.orders", "shop.orders").name()).isEqualTo("eu_orders.shop.orders");
        assertThat(naming.job("c", "shop.orders", "orders").name()).isEqualTo("c.shop.orders:orders");
        assertThat(naming.job("c", "a.orders", "b.orders").name()).isEqualTo("c.a.orders:b.orders");
    }

    /** Two edges under one name would be one job, whose runs end each other. */
    @Test
    void noTwoEdgesHaveOneName() {
        Naming naming = naming("bigquery", "${topic}");
        List<String> topics =
                List.of("orders", "eu.orders", "shop.eu.orders", "shop", "shop.eu", "a", "b.c", "a.b", "c");
        Set<String> names = new HashSet<>();
        for (String read : topics) {
            for (String seen : topics) {
                names.add(naming.job("c", read, seen).name());
            }
        }

        assertThat(names).hasSize(topics.size() * topics.size());
    }

    @Test
    void aJobsNameFitsIntoACatalog() {
        Naming naming = naming("bigquery", "${topic}");
        String topic = "t".repeat(249);
        String first = naming.job("c", topic, topic + "1").name();

        assertThat(first).hasSize(255).startsWith("c.ttt");
        assertThat(naming.job("c", topic, topic + "2").name()).hasSize(255).isNotEqualTo(first);
        assertThat(naming.job("c", topic, topic).name()).isEqualTo("c." + topic);
    }

    /** Marquez keeps every input and output that a run ever had: what was called wrong once has to be another run. */
    @Test
    void aCorrectedNameIsAnotherRun() {
        Naming.JobName job = new Naming.JobName("kafka-connect", "c.t");
        DatasetName topic = new DatasetName("kafka://broker:9092", "t");
        DatasetName table = new DatasetName("bigquery", "p.raw.t");
        UUID run = RunIds.of(job, topic, table, "");

        assertThat(RunIds.of(job, topic, table, "")).isEqualTo(run);
        assertThat(RunIds.of(job, new DatasetName("kafka://broker-1:9092", "t"), table, ""))
                .isNotEqualTo(run);
        assertThat(RunIds.of(job, topic, new DatasetName("bigquery", "p.live.t"), ""))
                .isNotEqualTo(run);
    }

    @ParameterizedTest
    @CsvSource({
        "kafka://b:9092, TOPIC",
        "pubsub, TOPIC",
        "bigquery, TABLE",
        "postgres://db, TABLE",
        "mongodb://db, TABLE",
        "file, FILE",
        "file://host, FILE",
        "gs://lake, FILE",
        "s3://lake, FILE",
        "s3a://lake, FILE",
        "sftp://host, FILE"
    })
    void aNamespaceSaysWhatIsInIt(String namespace, DatasetSnapshot.Kind kind) {
        assertThat(DatasetSnapshot.Kind.in(namespace)).isEqualTo(kind);
    }

    @Test
    void furtherNamespacesAreAliases() {
        assertThat(naming("bigquery", "${topic}").aliases(new DatasetName("kafka://broker-1:9092", "t")))
                .containsExactly(new DatasetName("kafka://broker-2:9092", "t"));
    }

    @Test
    void runIdsAreTheSameEverywhereAndOfVersionFive() {
        Naming.JobName job = new Naming.JobName("kafka-connect", "c.t");

        assertThat(RunIds.of(job, "")).isEqualTo(RunIds.of(new Naming.JobName("kafka-connect", "c.t"), ""));
        assertThat(RunIds.of(job, "").version()).isEqualTo(5);
        assertThat(RunIds.of(job, "").variant()).isEqualTo(2);
        assertThat(RunIds.of(job, "2026-11-22")).isNotEqualTo(RunIds.of(job, ""));
    }
}
