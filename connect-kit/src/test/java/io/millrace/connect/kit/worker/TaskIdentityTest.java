// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskIdentityTest {
    @Test
    void isReadFromTheEndOfTheLoggingContext() {
        assertThat(TaskIdentity.in("[orders|task-0] ")).contains(new TaskIdentity("orders", "0"));
        assertThat(TaskIdentity.in("[odd|task-1 name|task-3|offsets] "))
                .contains(new TaskIdentity("odd|task-1 name", "3"));
        assertThat(TaskIdentity.in("[orders|worker] ")).isEmpty();
        assertThat(TaskIdentity.in(null)).isEmpty();
    }

    @Test
    void tagsAreInTheOrderOfTheirNames() {
        assertThat(new TaskIdentity("orders", "3").tags())
                .containsExactly(Map.entry("connector", "orders"), Map.entry("task", "3"));
    }
}
