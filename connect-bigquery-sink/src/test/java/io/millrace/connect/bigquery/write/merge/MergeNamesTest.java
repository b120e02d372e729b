// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.merge;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.model.Destination;
import org.junit.jupiter.api.Test;

class MergeNamesTest {
    private static final Destination ORDERS = new Destination("p", "d", "orders");

    private static MergeNames names(String connector, int task, String incarnation) {
        return new MergeNames(new MergeSettings.Staging("stage", null), connector, task, incarnation);
    }

    @Test
    void stagingTablesOfAnEarlierLifeOfTheSameTaskAreKnown() {
        String earlier = names("c", 0, "abc1").staged(ORDERS, 7).table();

        assertThat(names("c", 0, "abc2").isEarlier(earlier)).isTrue();
        assertThat(names("c", 0, "abc1").isEarlier(earlier)).as("of this life").isFalse();
        assertThat(names("c", 1, "abc2").isEarlier(earlier))
                .as("of another task")
                .isFalse();
        assertThat(names("c2", 0, "abc2").isEarlier(earlier))
                .as("of another connector")
                .isFalse();
    }

    @Test
    void whatIsNoStagingTableIsNotKnownAsOne() {
        MergeNames names = names("c", 0, "abc2");

        assertThat(names.isEarlier("orders")).isFalse();
        assertThat(names.isEarlier(names.deletes(ORDERS).table())).isFalse();
        assertThat(names.isEarlier(names("c", 0, "abc1").staged(ORDERS, 7).table() + "_copy"))
                .isFalse();
    }

    @Test
    void longNamesStayApart() {
        MergeNames names = names("c", 0, "abc");
        String start = "t".repeat(200);

        assertThat(names.staged(new Destination("p", "d", start + "a"), 0))
                .isNotEqualTo(names.staged(new Destination("p", "d", start + "b"), 0));
    }

    @Test
    void jobsOfOneWorkAreOneJob() {
        MergeNames names = names("my connector", 3, "abc");

        assertThat(names.job(ORDERS, "7-merge", 1))
                .isEqualTo(names.job(ORDERS, "7-merge", 1))
                .matches("[A-Za-z0-9_-]{1,1024}")
                .isNotEqualTo(names.job(ORDERS, "7-merge", 2))
                .isNotEqualTo(names.job(ORDERS, "8-merge", 1));
    }
}
