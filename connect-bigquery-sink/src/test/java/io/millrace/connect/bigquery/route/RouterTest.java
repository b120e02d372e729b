// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.model.NameRule;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTest {
    private static Router router(String dataset, String table, Map<String, String> map, boolean sanitize) {
        return new Router(
                new RoutingSettings("p", dataset, table, map, true, sanitize ? NameRule.MINIMAL : NameRule.NEVER));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "raw | ${topic} | orders | raw | orders",
                "raw | ${topic} | shop.public.orders | raw | shop_public_orders",
                "${topic:1} | ${topic:-1} | shop.public.orders | shop | orders",
                "x_${topic:-2} | ${topic:3}_log | shop.public.orders | x_public | orders_log",
                "raw | ${topic} | day-total | raw | day-total",
                "${topic} | t | day-total | day_total | t",
                "raw | ${topic} | Bestellungen_größer | raw | Bestellungen_größer",
                "raw | ${topic} | other:orders | other | orders",
            })
    void fillsTemplatesAndChangesOnlyWhatBigQueryRefuses(
            String dataset, String table, String topic, String expectedDataset, String expectedTable) {
        assertThat(router(dataset, table, Map.of(), true).route(topic))
                .isEqualTo(new Destination("p", expectedDataset, expectedTable));
    }

    @ParameterizedTest
    @CsvSource({
        "my-topic-1, raw, my_topic_1",
        "shop.public.orders, raw, shop_public_orders",
        "1st orders, raw, _1st_orders",
        "größe, raw, gr__e",
        "other:a-b, other, a_b",
        "orders, raw, orders"
    })
    void namesTheSameTablesAsKcbqWhereAsked(String topic, String dataset, String table) {
        Router router = new Router(new RoutingSettings("p", "raw", "${topic}", Map.of(), true, NameRule.STRICT));

        assertThat(router.route(topic)).isEqualTo(new Destination("p", dataset, table));
    }

    @Test
    void takesMappedNamesLiterallyWhateverIsDoneToTopics() {
        Router router = new Router(
                new RoutingSettings("p", "raw", "${topic}", Map.of("a-b", "day-total"), false, NameRule.STRICT));

        assertThat(router.route("a-b")).isEqualTo(new Destination("p", "raw", "day-total"));
    }

    @Test
    void sendsMappedTopicsWhereTheMapSays() {
        Router router = router("raw", "${topic}", Map.of("a", "alpha", "b", "other.beta"), true);

        assertThat(router.route("a")).isEqualTo(new Destination("p", "raw", "alpha"));
        assertThat(router.route("b")).isEqualTo(new Destination("p", "other", "beta"));
    }

    @Test
    void answersTheSameObjectForTheSameTopic() {
        Router router = router("raw", "${topic}", Map.of(), true);

        assertThat(router.route("a")).isSameAs(router.route("a"));
    }

    @Test
    void letsTopicsShareATableOnPurpose() {
        Router router = router("raw", "all", Map.of(), true);

        assertThat(router.route("a")).isEqualTo(router.route("b"));
    }

    @Test
    void refusesTopicsThatOnlySanitizingWouldMix() {
        Router router = router("raw", "${topic}", Map.of(), true);
        router.route("a.b");

        assertThatThrownBy(() -> router.route("a_b"))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(DataException.class)
                .hasMessageContaining("a.b")
                .hasMessageContaining("a_b")
                .hasMessageContaining("topic.to.table.map");
    }

    @Test
    void refusesWhatBigQueryRefusesWhereItMayNotChangeIt() {
        Router router = router("raw", "${topic}", Map.of(), false);

        assertThat(router.route("orders").table()).isEqualTo("orders");
        assertThatThrownBy(() -> router.route("shop.orders"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("shop.orders")
                .hasMessageContaining("name.sanitize");
    }

    @Test
    void saysWhichTopicHasTooFewSegments() {
        assertThatThrownBy(() -> router("raw", "${topic:3}", Map.of(), true).route("shop.orders"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("shop.orders has 2 segments");
    }

    @Test
    void letsNoTopicChooseItsDatasetUnlessTold() {
        Router ours = new Router(new RoutingSettings("p", "raw", "${topic}", Map.of(), false, NameRule.MINIMAL));

        assertThat(ours.route("finance:salaries")).isEqualTo(new Destination("p", "raw", "finance_salaries"));
    }

    /** A transform may make names of values. Without a bound these are 400 MB. */
    @Test
    void forgetsTheLeastUsedOfVeryManyTopics() {
        Router router = router("raw", "${topic}", Map.of(), true);
        String lead = "x.".repeat(480);
        long before = usedHeap();

        for (int each = 0; each < 100_000; each++) {
            router.route(lead + each);
        }

        assertThat(usedHeap() - before).isLessThan(200L << 20);
        assertThat(router.route(lead + 0).table()).endsWith("x_0");
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
