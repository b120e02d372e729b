// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.memo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoTest {
    private final List<String> made = new ArrayList<>();

    private String make(String key) {
        made.add(key);
        return "value of " + key;
    }

    @Test
    void makesEachValueOnce() {
        Memo<String, String> memo = new Memo<>(value -> 0);

        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 20_000; i++) {
                assertThat(memo.get("k" + i, this::make)).isEqualTo("value of k" + i);
            }
        }

        assertThat(made).hasSize(20_000);
    }

    @Test
    void forgetsFirstWhatWasUsedLeastRecently() {
        Memo<String, String> memo = new Memo<>(3 * 1_000, value -> 600);
        memo.get("a", this::make);
        memo.get("b", this::make);
        memo.get("c", this::make);
        memo.get("a", this::make);

        memo.get("d", this::make);

        made.clear();
        memo.get("a", this::make);
        memo.get("c", this::make);
        memo.get("d", this::make);
        assertThat(made).isEmpty();
        memo.get("b", this::make);
        assertThat(made).containsExactly("b");
    }

    @Test
    void heavyValuesTakeTheRoomOfMany() {
        Memo<String, String> memo = new Memo<>(10_000, value -> value.endsWith("heavy") ? 9_000 : 0);
        memo.get("light", this::make);
        memo.get("heavy", this::make);
        memo.get("very heavy", this::make);
        memo.get("very heavy", this::make);

        assertThat(made).containsExactly("light", "heavy", "very heavy");
        memo.get("light", this::make);
        assertThat(made).hasSize(4);
    }

    @Test
    void keepsNothingOfWhatCouldNotBeMade() {
        Memo<String, String> memo = new Memo<>(value -> 0);
        assertThatThrownBy(() -> memo.get("a", key -> {
                    throw new IllegalStateException(key);
                }))
                .hasMessage("a");

        assertThat(memo.get("a", this::make)).isEqualTo("value of a");
    }
}
