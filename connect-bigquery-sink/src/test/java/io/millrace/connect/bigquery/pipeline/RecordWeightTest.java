// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class RecordWeightTest {
    private static final int LARGE = 20_000;

    private static long weightOf(String value) {
        return new RecordWeight(new RawSize())
                .of(new SinkRecord("orders", 0, null, null, Schema.STRING_SCHEMA, value, 0));
    }

    @Test
    void aTextTakesTwoBytesACharacterUnlessAllAreLatin() {
        long latin = weightOf("ÿ".repeat(LARGE));
        long other = weightOf("x".repeat(LARGE - 1) + "ж");

        assertThat(other - latin).isEqualTo(LARGE);
    }

    @Test
    void keyHeadersAndNestedValuesCount() {
        List<Object> list = new ArrayList<>(List.of("x".repeat(LARGE), Map.of("k", new byte[LARGE])));
        SinkRecord record = new SinkRecord("orders", 0, null, "x".repeat(LARGE), null, list, 0);
        record.headers().addString("h", "x".repeat(LARGE));

        assertThat(new RecordWeight(new RawSize()).of(record)).isBetween(4L * LARGE, 4L * LARGE + 1_000);
    }
}
