// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static io.millrace.connect.dlp.Transforms.masking;
import static io.millrace.connect.dlp.Transforms.record;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Conditions are asked once for all fields of a record or map, and what they and hotwords cost is counted. */
class ConditionCostTest {
    private static final int MANY = 5_000;

    /** Counts how often an entry is asked for. */
    private static final class Asked extends LinkedHashMap<String, Object> {
        private static final long serialVersionUID = 1L;
        private final List<String> log;

        Asked(List<String> log) {
            this.log = log;
        }

        @Override
        public @Nullable Object get(Object key) {
            log.add(String.valueOf(key));
            return super.get(key);
        }
    }

    private static Transformation<SinkRecord> redact(String condition, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "rules", "r", "rules.r.fields", "**", "rules.r.transform", "redact", "rules.r.condition", condition));
        Collections.addAll(all, more);
        return masking(all.toArray(String[]::new));
    }

    private static Map<?, ?> value(Transformation<SinkRecord> transform, Object value) {
        return (Map<?, ?>) requireNonNull(transform.apply(record(null, value))).value();
    }

    @Test
    void oneRecordIsAskedOnceForAllItsFields() {
        List<String> asked = new ArrayList<>();
        Asked flat = new Asked(asked);
        flat.put("top", "1");
        flat.put("list", Collections.nCopies(MANY, "x"));
        for (int i = 0; i < MANY; i++) {
            flat.put("field" + i, "x");
        }

        Map<?, ?> masked = value(redact("top exists && top = 1"), flat);

        assertThat(masked.get("field7")).isEqualTo("");
        assertThat(masked.get("list")).isEqualTo(Collections.nCopies(MANY, ""));
        assertThat(Collections.frequency(asked, "top")).isLessThanOrEqualTo(2);
    }

    @Test
    void recordsWithinEachOtherAreAskedOnceEach() {
        List<String> asked = new ArrayList<>();
        Asked at = new Asked(asked);
        for (int level = 0; level < 400; level++) {
            Asked around = new Asked(asked);
            for (int i = 0; i < 10; i++) {
                around.put("field" + i, "x");
            }
            around.put("in", at);
            around.put("many", List.of(new LinkedHashMap<>(Map.of("a", "x")), new LinkedHashMap<>(Map.of("a", "x"))));
            at = around;
        }
        at.put("top", "1");

        assertThat(value(redact("top exists"), at).get("field7")).isEqualTo("");
        assertThat(Collections.frequency(asked, "top")).isLessThanOrEqualTo(401);
    }

    @Test
    void theNearestOneStillHasItsOwnAnswer() {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("a", "x");
        record.put("hide", "no");
        record.put("first", Map.of("a", "x", "hide", "yes"));
        record.put("second", Map.of("a", "x"));
        record.put("third", List.of(Map.of("a", "x", "hide", "yes"), Map.of("a", "x", "hide", "no"), "x"));

        Map<?, ?> masked = value(redact("hide = yes"), record);

        assertThat(masked.get("a")).isEqualTo("x");
        assertThat(masked.get("first")).isEqualTo(Map.of("a", "", "hide", ""));
        assertThat(masked.get("second")).isEqualTo(Map.of("a", "x"));
        assertThat(masked.get("third"))
                .isEqualTo(List.of(Map.of("a", "", "hide", ""), Map.of("a", "x", "hide", "no"), "x"));
        assertThat(redact("hide = yes").apply(record(null, Map.of("a", "x")))).isNotNull();
    }

    @Test
    void whatConditionsCostIsCounted() {
        String never = "top exists && ".repeat(500) + "top = 2";
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("top", "1");
        record.put("many", Collections.nCopies(MANY, Map.of("a", "x")));

        List<?> many = (List<?>) requireNonNull(value(redact(never), record).get("many"));

        assertThat(many.get(0)).isEqualTo(Map.of("a", "x"));
        assertThat(many.get(MANY - 1)).as("handled by on.error").isEqualTo(Map.of("a", ""));
        assertThatThrownBy(() -> redact(never, "on.error", "fail").apply(record(null, record)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("max.record.ms");
    }

    @Test
    void whatHotwordsCostIsCounted() {
        String[] hotword = {
            "rules", "r",
            "rules.r.fields", "**",
            "rules.r.info.types", "EMAIL_ADDRESS",
            "rules.r.transform", "replace-with-info-type",
            "hotwords", "h",
            "hotwords.h.types", "EMAIL_ADDRESS",
            "hotwords.h.regex", "(.*)(.*)(.*)(.*)(.*)(.*)never",
            "hotwords.h.before", "500",
            "hotwords.h.after", "500",
            "hotwords.h.adjust", "1"
        };
        String few = "ann@example.org, ".repeat(20);
        String many = "ann@example.org, ".repeat(3_000);

        Map<?, ?> masked = value(masking(hotword), Map.of("few", few, "many", many));

        assertThat(masked.get("many")).as("handled by on.error").isEqualTo("");
        assertThat(value(masking(hotword), Map.of("few", few)).get("few")).isEqualTo("[EMAIL_ADDRESS], ".repeat(20));
    }
}
