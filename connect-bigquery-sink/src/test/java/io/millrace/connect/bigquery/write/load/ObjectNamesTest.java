// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.model.Destination;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectNamesTest {
    private static final Destination TABLE = new Destination("p", "d", "t");

    private static ObjectNames of(String connector) {
        return new ObjectNames("pre", connector, 3, "inc-3-a");
    }

    @Test
    void objectsLieUnderConnectorIncarnationAndTable() {
        ObjectNames names = of("orders");

        assertThat(names.object(TABLE, 7, ".avro")).isEqualTo("pre/orders/inc-3-a/p.d.t/000000000007.avro");
        assertThat(names.failed(names.object(TABLE, 7, ".avro")))
                .isEqualTo("pre/failed/orders/inc-3-a/p.d.t/000000000007.avro");
        assertThat(names.incarnationOf(names.object(TABLE, 7, ".avro"))).isEqualTo("inc-3-a");
        assertThat(names.incarnationOf(names.lease())).isEqualTo("inc-3-a");
        assertThat(new ObjectNames("", "orders", 3, "i").ofConnector()).isEqualTo("orders/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "a/b", "..", "a*b?[c]#", "naïve", "a b", "a~20b"})
    void aNameThatMeansSomethingIsSpelledOtherwise(String connector) {
        String folder = of(connector).ofConnector();

        assertThat(folder).matches("pre/[A-Za-z0-9_~-][A-Za-z0-9._~-]*/").isNotEqualTo("pre/failed/");
        assertThat(folder).isNotEqualTo(of(connector.replace(' ', '~')).ofConnector() + "x");
    }

    @Test
    void differentNamesStayDifferentAndShort() {
        assertThat(of("a b").ofConnector()).isNotEqualTo(of("a~20b").ofConnector());
        String longName = "x".repeat(1_000);
        assertThat(of(longName + "1").ofConnector())
                .isNotEqualTo(of(longName + "2").ofConnector());
        Destination table = new Destination("p", "d", "ä".repeat(1_024));
        assertThat(of(longName).failed(of(longName).object(table, 1, ".avro")).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(1_024);
    }

    @Test
    void jobsAreNamedByTableCutAndAttempt() {
        ObjectNames names = of("or.ders/ä");

        String job = names.job(TABLE, 4, 2);

        assertThat(job).matches("millrace-or_ders__-inc-3-a-[0-9a-f]{16}-4-2");
        assertThat(job).isNotEqualTo(names.job(new Destination("p", "d", "u"), 4, 2));
        assertThat(of("x".repeat(5_000)).job(TABLE, Long.MAX_VALUE, 1_000)).hasSizeLessThan(1_024);
        assertThat(names.labels().get("millrace_connector")).matches("[a-z0-9_-]{1,63}");
    }
}
