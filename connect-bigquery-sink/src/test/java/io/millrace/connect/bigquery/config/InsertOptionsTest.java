// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import static io.millrace.connect.bigquery.config.SinkConfigTest.properties;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.write.BatchSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InsertOptionsTest {
    private static final int FRAME = ("{\"insertId\":\"" + "x".repeat(128) + "\",\"json\":},").length();

    private static WritePlan.StreamingInsert plan(String... more) {
        Map<String, String> written = properties(more);
        written.put("write.method", "streaming-insert");
        return (WritePlan.StreamingInsert) Validation.parsed(written).writing().plan();
    }

    @Test
    void haveFiveHundredRowsUnlessTheUserSaysHowMany() {
        assertThat(plan().batch().maxRows()).isEqualTo(500);
        assertThat(plan("request.max.rows", "20000").batch().maxRows()).isEqualTo(20_000);
        assertThat(((WritePlan.StorageAppend)
                                Validation.parsed(properties()).writing().plan())
                        .batch()
                        .maxRows())
                .isEqualTo(50_000);
    }

    @ParameterizedTest
    @CsvSource({"2097152, 500", "9437184, 500", "9437184, 50000", "9437184, 1000000", "65536, 1", "2097152, 50000"})
    void neverExceedWhatBigQueryTakes(String bytes, String rows) {
        BatchSettings batch =
                plan("request.max.bytes", bytes, "request.max.rows", rows).batch();

        assertThat(batch.maxRows()).isBetween(1, 50_000);
        assertThat((long) batch.maxBytes() + (long) batch.maxRows() * FRAME).isLessThanOrEqualTo(10_000_000L);
        assertThat(batch.maxBytes()).isGreaterThanOrEqualTo(65_536);
    }

    @Test
    void haveIdsAndAreNotCompressedByDefault() {
        assertThat(plan().ids()).isTrue();
        assertThat(plan().compressed()).isFalse();
        assertThat(plan("insert.ids", "false", "insert.compression", "gzip"))
                .matches(plan -> !plan.ids() && plan.compressed());
    }

    @Test
    void areForTheTablesThatAskForThem() {
        WritingSettings writing = Validation.parsed(properties("table.returns.write.method", "streaming-insert"))
                .writing();

        assertThat(writing.of(new Destination("p", "d", "orders"))).isInstanceOf(WritePlan.StorageAppend.class);
        assertThat(writing.of(new Destination("p", "d", "returns"))).isInstanceOf(WritePlan.StreamingInsert.class);
        assertThat(writing.plans()).hasSize(2);
    }

    @Test
    void areRefusedOnTheTablesPropertyWhereTheMethodIsNone() {
        assertThat(ValidationTest.findings(properties("table.returns.write.method", "streaming")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .startsWith("table.returns.write.method: ")
                        .contains("streaming-insert"));
    }
}
