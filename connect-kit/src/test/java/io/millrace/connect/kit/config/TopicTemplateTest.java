// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicTemplateTest {
    @ParameterizedTest
    @CsvSource({
        "raw,                        pg.public.orders, raw",
        "${topic},                   pg.public.orders, pg.public.orders",
        "${topic:1}_${topic:-1}_log, pg.public.orders, pg_orders_log",
        "${topic:-3},                pg.public.orders, pg",
        "$5{off}-${topic:2},         pg.public.orders, $5{off}-public",
        "${topic:1},                 orders,           orders",
    })
    void fillsInTheTopicOrItsSegments(String template, String topic, String name) {
        assertThat(TopicTemplate.parse(template).fill(topic)).isEqualTo(name);
    }

    @Test
    void saysWhichTopicHasTooFewSegments() {
        assertThatThrownBy(() -> TopicTemplate.parse("t_${topic:-3}").fill("shop.orders"))
                .isInstanceOf(DataException.class)
                .hasMessage("topic shop.orders has 2 segments, too few for 't_${topic:-3}'");
    }

    @Test
    void fillsEachPlaceAsTold() {
        TopicTemplate template = TopicTemplate.parse("${topic:1}.${topic}.${topic:9}");

        assertThat(template.fill("shop.orders", (place, segment) -> place + ":" + segment))
                .isEqualTo("0:shop.1:shop.orders.2:null");
        assertThat(template.literals()).containsExactly("", ".", ".", "");
        assertThat(template.fixed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${topics}",
                "${topic:}",
                "${topic:0}",
                "${topic:x}",
                "${topic:-0}",
                "${}",
                "${topic",
                "a_${",
                "${topic}_${topic:1",
            })
    void saysWhatATemplateMayHold(String template) {
        assertThatThrownBy(() -> TopicTemplate.parse(template))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + template + "' has")
                .hasMessageContaining("accepted: ${topic}, ${topic:N}");
    }
}
