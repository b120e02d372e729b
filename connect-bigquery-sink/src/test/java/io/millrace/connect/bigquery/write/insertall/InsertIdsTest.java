// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.insertall;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class InsertIdsTest {
    private static String id(String topic, int partition, long offset) {
        return new String(new InsertIds().of(new InsertBench.At(topic, partition, offset)), StandardCharsets.US_ASCII);
    }

    @Test
    void sayWhereARowCameFrom() {
        assertThat(id("shop.public.orders", 3, 41)).isEqualTo("shop.public.orders-3-41");
    }

    @Test
    void fitWhateverTheTopicIsCalled() {
        for (int length = 1; length <= 249; length++) {
            assertThat(id("t".repeat(length), Integer.MAX_VALUE, Long.MAX_VALUE))
                    .hasSizeLessThanOrEqualTo(InsertIds.MOST_CHARACTERS);
        }
    }

    @Test
    void areOthersForOtherRecordsOfTopicsWithLongNames() {
        String first = "t".repeat(200) + "a";
        String second = "t".repeat(200) + "b";

        assertThat(id(first, 0, 0)).isNotEqualTo(id(second, 0, 0)).isNotEqualTo(id(first, 0, 1));
    }

    @Test
    void ofTopicsWithLongNamesStayTheSameForEver() { // an upgrade in the middle of a repetition must not double a row
        assertThat(id("t".repeat(98), 1, 2))
                .isEqualTo("4d394dec615a6720354a8a35b742f20fa7924bdbbddb65cf975bd5d3d66ec7f5-1-2");
    }

    @Test
    void followTheTopicsOfARequest() {
        InsertIds ids = new InsertIds();

        assertThat(ids.of(new InsertBench.At("a", 0, 0))).asString().isEqualTo("a-0-0");
        assertThat(ids.of(new InsertBench.At("b", 0, 0))).asString().isEqualTo("b-0-0");
        assertThat(ids.of(new InsertBench.At("a", 0, 1))).asString().isEqualTo("a-0-1");
    }
}
