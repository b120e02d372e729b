// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.emulator.store.TableName;
import io.millrace.connect.emulator.store.WarehouseException;
import org.junit.jupiter.api.Test;

class PendingChangesTest {
    private static final TableName ORDERS = new TableName("p", "d", "orders");

    private final PendingChanges pending = new PendingChanges();

    @Test
    void takesTwoThatRunAndTwentyThatWait() {
        assertThat(nested(22)).isEqualTo(22);
        assertThatThrownBy(() -> nested(23))
                .isInstanceOfSatisfying(
                        WarehouseException.class,
                        refused -> assertThat(refused.reason().text()).isEqualTo("resourcesExceeded"))
                .hasMessageContaining("Too many DML statements outstanding against table")
                .hasMessageContaining("limit is 20");
    }

    @Test
    void forgetsThoseThatEnded() {
        for (int i = 0; i < 100; i++) {
            assertThat(pending.with(ORDERS, () -> "done")).isEqualTo("done");
        }
        assertThatThrownBy(() -> nested(23)).isInstanceOf(WarehouseException.class);

        assertThat(nested(22)).isEqualTo(22);
    }

    @Test
    void countsEachTableByItself() {
        assertThat(pending.with(new TableName("p", "d", "log"), () -> nested(22)))
                .isEqualTo(22);
    }

    private int nested(int more) {
        return more == 0 ? 0 : pending.with(ORDERS, () -> nested(more - 1) + 1);
    }
}
