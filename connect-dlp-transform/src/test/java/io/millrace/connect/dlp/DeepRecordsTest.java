// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static io.millrace.connect.dlp.Transforms.masking;
import static io.millrace.connect.dlp.Transforms.record;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists, maps and records within each other, far deeper than anybody nests them. */
class DeepRecordsTest {
    private static final int DEEP = 100_000;
    private static final int DEEPEST = 500;
    private static final String EMAIL = "ann@example.org";
    private static final Schema PERSON = person();

    private static Schema person() {
        SchemaBuilder person = SchemaBuilder.struct().name("Person").optional();
        return person.field("email", Schema.STRING_SCHEMA)
                .field("boss", person)
                .field("staff", SchemaBuilder.array(person).optional().build());
    }

    private static Object nested(int depth, UnaryOperator<Object> around) {
        Object value = EMAIL;
        for (int i = 0; i < depth; i++) {
            value = around.apply(value);
        }
        return value;
    }

    private static Map<String, Object> map(Object inner) {
        return new HashMap<>(Map.of("email", EMAIL, "in", inner));
    }

    private static Map<Object, Object> asKey(Object inner) {
        IdentityHashMap<Object, Object> map = new IdentityHashMap<>(); // others ask for the hash, which has no end
        map.put(inner, EMAIL);
        return map;
    }

    private static Struct people(int depth) {
        Struct first = new Struct(PERSON).put("email", EMAIL);
        Struct last = first;
        for (int i = 1; i < depth; i++) { // outermost first: a Struct checks all that is put into it
            Struct next = new Struct(PERSON).put("email", EMAIL);
            if (i % 2 == 0) {
                last.put("boss", next);
            } else {
                last.put("staff", List.of(next));
            }
            last = next;
        }
        return first;
    }

    private static Transformation<SinkRecord> rule(String fields, String... more) {
        return masking(Stream.concat(
                        Stream.of(
                                "rules",
                                "m",
                                "rules.m.fields",
                                fields,
                                "rules.m.info.types",
                                "EMAIL_ADDRESS",
                                "rules.m.transform",
                                "replace-with-info-type"),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    /** Asked so, since a description of the record would have no end. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isLeft(String fields, SinkRecord record) {
        return rule(fields).apply(record) == record;
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                Arguments.of("maps", (UnaryOperator<Object>) DeepRecordsTest::map),
                Arguments.of("lists", (UnaryOperator<Object>) List::of),
                Arguments.of("arrays", (UnaryOperator<Object>) each -> new Object[] {each}),
                Arguments.of("keys", (UnaryOperator<Object>) DeepRecordsTest::asKey),
                Arguments.of("lists of maps", (UnaryOperator<Object>) each -> List.of(map(each))),
                Arguments.of("lists that may be missing", (UnaryOperator<Object>) each -> Optional.of(List.of(each))));
    }

    /** Of lists alone a path may leave out that they are there. */
    static Stream<Arguments> named() {
        return Stream.of(
                Arguments.of("maps", (UnaryOperator<Object>) DeepRecordsTest::map),
                Arguments.of("keys", (UnaryOperator<Object>) DeepRecordsTest::asKey),
                Arguments.of("lists of maps", (UnaryOperator<Object>) each -> List.of(map(each))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void areHandledByOnErrorWhereTheyAreTooDeep(String what, UnaryOperator<Object> around) {
        SinkRecord record = record(null, nested(DEEP, around));

        assertThatThrownBy(() -> rule("**", "on.error", "fail").apply(record))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("more than 500 lists, maps and records");
        assertThat(levels(requireNonNull(rule("**").apply(record)).value())).isEqualTo(DEEPEST);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("named")
    void areLeftWhereNoRuleLeads(String what, UnaryOperator<Object> around) {
        SinkRecord record = record(null, nested(DEEP, around));

        assertThat(isLeft("other.email", record)).isTrue();
    }

    /** How many lists and maps are within each other, on the way that leads deepest. */
    private static int levels(@Nullable Object value) {
        int levels = 0;
        Object at = value;
        while (at != null && !(at instanceof String)) {
            if (at instanceof Optional<?> optional) {
                at = optional.orElse(null);
                continue;
            }
            levels++;
            if (at instanceof Map<?, ?> map) {
                at = map.containsKey("in")
                        ? map.get("in")
                        : map.keySet().stream().findFirst().orElse(null);
            } else {
                List<?> list = at instanceof Object[] array ? Arrays.asList(array) : (List<?>) at;
                at = list.get(0);
            }
        }
        return levels;
    }

    @ParameterizedTest
    @ValueSource(strings = {"**", "**.email"})
    void recordsThatContainThemselvesHaveTheirDepthToo(String fields) {
        Struct person = people(DEEP);

        Struct at = (Struct)
                requireNonNull(rule(fields).apply(record(PERSON, person))).value();

        int steps = 0;
        while (at != null) {
            assertThat(at.getString("email")).isEqualTo("[EMAIL_ADDRESS]");
            List<Struct> staff = at.getArray("staff");
            steps += staff == null ? 1 : 2;
            at = staff == null ? at.getStruct("boss") : staff.isEmpty() ? null : staff.get(0);
        }
        assertThat(steps).isBetween(DEEPEST - 2, DEEPEST + 2);
        SinkRecord record = record(PERSON, person);
        assertThat(isLeft("boss.email", record)).isTrue();
    }

    @Test
    void ofADeepSchemaAreRefusedBeforeAnythingIsDone() {
        Schema schema = Schema.OPTIONAL_STRING_SCHEMA;
        for (int i = 0; i < DEEP; i++) {
            schema = SchemaBuilder.struct().optional().field("in", schema).build();
        }
        SinkRecord record = record(schema, new Struct(schema));

        assertThatThrownBy(() -> rule("**").apply(record))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("deeper than 500");
    }

    @Test
    void besideWhatIsMaskedAreRefusedWhereConnectCannotCheckThem() {
        Schema schema = SchemaBuilder.struct()
                .field("email", Schema.STRING_SCHEMA)
                .field("by", PERSON)
                .build();
        Struct value = new Struct(schema).put("email", EMAIL);
        Struct at = people(1);
        value.put("by", at);
        for (int i = 0; i < DEEP; i++) {
            Struct next = new Struct(PERSON).put("email", EMAIL);
            at.put("boss", next);
            at = next;
        }

        assertThatThrownBy(() -> rule("email").apply(record(schema, value)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("500 levels");
    }

    /** Each place once was its way from the root, and each text of it another. */
    @ParameterizedTest
    @ValueSource(strings = {"**", "**.leaf7", "email"})
    void costAsMuchAsFlatOnes(String fields) {
        Map<String, Object> flat = new HashMap<>();
        Map<String, Object> deep = new HashMap<>();
        for (int level = 0; level < 450; level++) {
            Map<String, Object> around = new HashMap<>();
            for (int i = 0; i < 200; i++) {
                around.put("leaf" + i, "x");
                flat.put("leaf" + i + "of" + level, "x");
            }
            around.put("in", deep);
            deep = around;
        }

        assertThat(allocated(fields, deep)).isLessThan(allocated(fields, flat) * 2);
    }

    private static long allocated(String fields, Map<String, Object> value) {
        Transformation<SinkRecord> redact =
                masking("rules", "m", "rules.m.fields", fields, "rules.m.transform", "redact");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        SinkRecord record = record(null, value);
        redact.apply(record);
        long before = threads.getCurrentThreadAllocatedBytes();
        redact.apply(record);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
