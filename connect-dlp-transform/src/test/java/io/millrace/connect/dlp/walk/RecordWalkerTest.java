// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import static io.millrace.connect.dlp.walk.Walks.TOPIC;
import static io.millrace.connect.dlp.walk.Walks.compiled;
import static io.millrace.connect.dlp.walk.Walks.findings;
import static io.millrace.connect.dlp.walk.Walks.keep;
import static io.millrace.connect.dlp.walk.Walks.settings;
import static io.millrace.connect.dlp.walk.Walks.walker;
import static io.millrace.connect.dlp.walk.Walks.whole;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.dlp.deidentify.Alphabet;
import io.millrace.connect.dlp.deidentify.CryptoReplaceFfxFpe;
import io.millrace.connect.dlp.deidentify.Redact;
import io.millrace.connect.dlp.deidentify.Replace;
import io.millrace.connect.dlp.rules.Rule;
import io.millrace.connect.testkit.Seeded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordWalkerTest {
    private static final Schema LINE = SchemaBuilder.struct()
            .field("pan", Schema.OPTIONAL_STRING_SCHEMA)
            .field("note", Schema.OPTIONAL_STRING_SCHEMA)
            .optional()
            .build();
    private static final Schema ORDER = SchemaBuilder.struct()
            .field("id", Schema.INT64_SCHEMA)
            .field("country", Schema.OPTIONAL_STRING_SCHEMA)
            .field("lines", SchemaBuilder.array(LINE).optional().build())
            .field(
                    "labels",
                    SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.OPTIONAL_STRING_SCHEMA)
                            .optional()
                            .build())
            .build();

    private static Struct order() {
        return new Struct(ORDER)
                .put("id", 7L)
                .put("country", "DE")
                .put("lines", Arrays.asList(line("4111", "to ann@example.org"), null, line(null, null)))
                .put("labels", Map.of("a", "1", "b", "2"));
    }

    private static Struct line(@Nullable String pan, @Nullable String note) {
        return new Struct(LINE).put("pan", pan).put("note", note);
    }

    private static RecordWalker.Masked masked(RecordWalker walker, @Nullable Schema schema, Object value) {
        return requireNonNull(walker.apply(TOPIC, schema, value));
    }

    private static Struct after(RecordWalker walker) {
        return (Struct) requireNonNull(masked(walker, ORDER, order()).value());
    }

    @Test
    void masksElementsAndLeavesNullsNull() {
        Struct after = after(walker(whole("lines[*].pan", new Replace("x"))));

        List<Struct> lines = after.getArray("lines");
        assertThat(lines.get(0).get("pan")).isEqualTo("x");
        assertThat(lines.get(1)).isNull();
        assertThat(lines.get(2).get("pan")).isNull();
        assertThat(lines.get(0).get("note")).isEqualTo("to ann@example.org");
    }

    @Test
    void masksTheValuesOfAMapAndLeavesItsKeys() {
        assertThat(after(walker(whole("labels", new Replace("x")))).getMap("labels"))
                .isEqualTo(Map.of("a", "x", "b", "x"));
    }

    /** What is not masked is not copied either: it is the same object, and the record that came is as it was. */
    @Test
    void copiesOnlyTheWayToWhatItMasks() {
        Struct before = order();
        Struct same = order();

        Struct after = (Struct) requireNonNull(
                masked(walker(findings("**", new Redact())), ORDER, before).value());

        assertThat(before).isEqualTo(same);
        assertThat(after).isNotSameAs(before);
        assertThat(after.schema()).isSameAs(ORDER);
        assertThat(after.get("labels")).isSameAs(before.get("labels"));
        assertThat(after.<Struct>getArray("lines").get(2))
                .isSameAs(before.<Struct>getArray("lines").get(2));
        assertThat(after.<Struct>getArray("lines").get(0).get("note")).isEqualTo("to ");
    }

    @Test
    void returnsNothingWhereNothingChanges() {
        assertThat(walker(whole("absent", new Redact())).apply(TOPIC, ORDER, order()))
                .isNull();
        assertThat(walker(findings("country", new Redact())).apply(TOPIC, ORDER, order()))
                .isNull();
        assertThat(walker(whole("**", new Redact())).apply(TOPIC, ORDER, null)).isNull();
        assertThat(walker(whole("**", new Redact())).apply(TOPIC, null, null)).isNull();
    }

    @Test
    void letsTheFirstRuleDecideAndKeepWhatItKeeps() {
        Struct after =
                after(walker(keep("labels{*}"), whole("country", new Replace("first")), whole("**", new Redact())));

        assertThat(after.get("country")).isEqualTo("first");
        assertThat(after.getMap("labels")).isEqualTo(Map.of("a", "1", "b", "2"));
        assertThat(after.get("id")).isNull();
    }

    @Test
    void asksTheNextRuleWhereAConditionDoesNotHold() {
        RecordWalker walker = walker(
                whole("country", "id = 8", new Replace("eight")), whole("country", "id = 7", new Replace("seven")));

        assertThat(after(walker).get("country")).isEqualTo("seven");
    }

    @Test
    void findsWhatAConditionNamesBesideTheFieldBeforeItLooksFurtherOut() {
        RecordWalker walker = walker(whole("**.pan", "country = DE", new Replace("x")));
        Map<String, Object> inner = Map.of("country", "FR", "pan", "1");

        Object after = masked(walker, null, Map.of("country", "DE", "pan", "2", "inner", inner))
                .value();

        assertThat(after).isEqualTo(Map.of("country", "DE", "pan", "x", "inner", inner));
    }

    @Test
    void dropsARecordThatASuppressionNames() {
        RecordWalker walker = walker(Walks.suppressing("country = DE"), whole("id", new Redact()));

        assertThat(masked(walker, ORDER, order()).dropped()).isTrue();
        assertThat(masked(walker, ORDER, order().put("country", "FR")).dropped())
                .isFalse();
    }

    /** How a value fails, and what is left of a field: required or optional with a schema, and without one. */
    @ParameterizedTest
    @CsvSource({
        "REDACT,      required, ''",
        "REDACT,      optional, ''",
        "REDACT,      none,     ''",
        "DROP_FIELD,  required, ", // the field becomes optional for that
        "DROP_FIELD,  optional, ",
        "DROP_FIELD,  none,     ",
        "DROP_RECORD, required, dropped",
        "DROP_RECORD, none,     dropped",
        "FAIL,        required, failed",
        "FAIL,        none,     failed"
    })
    void handlesAFieldThatCannotBeMasked(OnError onError, String schema, @Nullable String left) {
        Schema struct = SchemaBuilder.struct()
                .field("pan", schema.equals("optional") ? Schema.OPTIONAL_STRING_SCHEMA : Schema.STRING_SCHEMA)
                .build();
        boolean schemaless = schema.equals("none");
        Object value = schemaless ? Map.of("pan", "canary") : new Struct(struct).put("pan", "canary");
        HeardAudit audit = new HeardAudit();
        RecordWalker walker = walker(compiled(settings(onError), audit, unmaskable("pan")), null);

        if ("failed".equals(left)) {
            assertThatThrownBy(() -> walker.apply(TOPIC, schemaless ? null : struct, value))
                    .isInstanceOf(FieldFailure.class)
                    .hasMessageContaining("field pan")
                    .hasMessageNotContaining("canary");
            return;
        }
        RecordWalker.Masked masked = masked(walker, schemaless ? null : struct, value);

        assertThat(masked.dropped()).isEqualTo("dropped".equals(left));
        if (!masked.dropped()) {
            Object after = schemaless
                    ? ((Map<?, ?>) requireNonNull(masked.value())).get("pan")
                    : ((Struct) requireNonNull(masked.value())).get("pan");
            assertThat(after).isEqualTo(left);
        }
        assertThat(audit.heard()).containsExactly("OUTSIDE_DOMAIN at pan by whole");
    }

    /** FF1 takes digits, and at least six of them. */
    private static Rule unmaskable(String fields) {
        return whole(fields, new CryptoReplaceFfxFpe("k", Alphabet.radix(10), null, null));
    }

    /** Schemaless records: a path, and what a rule makes of the values it covers. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a          | {a=x, m={k=2, l=[3, 4]}, n=5}",
                "m          | {a=1, m={k=x, l=[x, x]}, n=5}",
                "m.k        | {a=1, m={k=x, l=[3, 4]}, n=5}",
                "m.*        | {a=1, m={k=x, l=[x, x]}, n=5}",
                "m{*}       | {a=1, m={k=x, l=[x, x]}, n=5}",
                "m.l[*]     | {a=1, m={k=2, l=[x, x]}, n=5}",
                "**.l       | {a=1, m={k=2, l=[x, x]}, n=5}",
                "*          | {a=x, m={k=x, l=[x, x]}, n=x}",
                "**         | {a=x, m={k=x, l=[x, x]}, n=x}"
            })
    void masksSchemalessPlacesByPath(String path, String expected) {
        Map<String, Object> m = new LinkedHashMap<>();
        m.put("k", "2");
        m.put("l", List.of("3", "4"));
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("a", "1");
        record.put("m", m);
        record.put("n", "5");

        assertThat(masked(walker(whole(path, new Replace("x"))), null, record).value())
                .hasToString(expected);
    }

    @Test
    void keepsNullsOfASchemalessRecord() {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("a", null);
        record.put("l", Arrays.asList(null, "1"));

        Object after =
                masked(walker(whole("**", new Replace("x"))), null, record).value();

        assertThat(after).hasToString("{a=null, l=[null, x]}");
    }

    /** The law of the room: of what a rule covers nothing is left, and what came is not touched. */
    @Test
    void leavesNothingOfWhatARuleCovers() {
        Seeded.tries("no covered text is left, no other is changed", 300, random -> {
            Object before = tree(random, 4);
            String text = before.toString();

            RecordWalker.Masked masked =
                    walker(keep("**.open"), whole("**", new Replace("x"))).apply(TOPIC, null, before);

            assertThat(before).hasToString(text);
            Object after = masked == null ? before : requireNonNull(masked.value());
            assertThat(after.toString()).doesNotContain("secret");
            assertThat(count(after.toString(), "public")).isEqualTo(count(text, "public"));
            assertThat(after.toString().replace("x", "")).isEqualTo(text.replace("secret", ""));
        });
    }

    private static int count(String text, String word) {
        return text.split(word, -1).length - 1;
    }

    private static Object tree(Random random, int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            map.put("k" + i, depth == 0 ? "secret" : branch(random, depth));
        }
        if (random.nextBoolean()) {
            map.put("open", List.of("public", Map.of("k", "public")));
        }
        return map;
    }

    private static Object branch(Random random, int depth) {
        if (random.nextBoolean()) {
            return tree(random, depth - 1);
        }
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            list.add(random.nextBoolean() ? "secret" : tree(random, depth - 1));
        }
        return list;
    }

    @Test
    void changesTheSchemaByTheRulesAlone() {
        RecordWalker walker = walker(whole("lines[*].pan", "country = DE", new Redact()));

        Schema masked = masked(walker, ORDER, order()).schema();
        Schema untouched = masked(walker, ORDER, order().put("country", "FR")).schema();

        assertThat(untouched).isSameAs(masked);
        assertThat(requireNonNull(masked)
                        .field("lines")
                        .schema()
                        .valueSchema()
                        .field("pan")
                        .schema()
                        .parameters())
                .containsEntry("millrace.masking", "redact")
                .containsEntry("masked", "true");
    }
}
