// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import static io.millrace.connect.dlp.walk.Walks.TOPIC;
import static io.millrace.connect.dlp.walk.Walks.compiled;
import static io.millrace.connect.dlp.walk.Walks.findings;
import static io.millrace.connect.dlp.walk.Walks.settings;
import static io.millrace.connect.dlp.walk.Walks.walker;
import static io.millrace.connect.dlp.walk.Walks.whole;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.dlp.cloud.CloudEngine.Found;
import io.millrace.connect.dlp.cloud.Fallback;
import io.millrace.connect.dlp.cloud.Question;
import io.millrace.connect.dlp.deidentify.CryptoDeterministic;
import io.millrace.connect.dlp.deidentify.Redact;
import io.millrace.connect.dlp.deidentify.Replace;
import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.infotype.Likelihood;
import io.millrace.connect.dlp.rules.Rule;
import io.millrace.connect.testkit.Seeded;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Cloud DLP answers gets to the field that asked, or to none. */
class RemoteMaskingTest {
    private static final Rule ALL = whole("**", new Replace("here"));

    private static @Nullable Object masked(StubEngine engine, Fallback fallback, Object value, Rule... rules) {
        MaskingRules compiled = compiled(settings(OnError.REDACT), new HeardAudit(), rules);
        RecordWalker.Masked masked =
                walker(compiled, new RemoteMasking(engine, fallback)).apply(TOPIC, null, value);
        return masked == null ? value : masked.value();
    }

    @Test
    void givesEachFieldTheAnswerToItsOwnQuestionInWhateverOrderTheyCome() {
        Seeded.tries("answers go to their questions", 200, random -> {
            Object record = record(random, 3);
            StubEngine engine = new StubEngine(question -> "<" + question.text() + ">");

            Object masked = masked(engine, Fallback.RETRY, record, ALL);

            assertThat(masked).isEqualTo(bracketed(record));
        });
    }

    /** Maps and lists of few different texts, so that many are equal. */
    private static Object record(Random random, int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return "v" + random.nextInt(3);
        }
        if (random.nextBoolean()) {
            List<Object> list = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                list.add(record(random, depth - 1));
            }
            return list;
        }
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            map.put("k" + i, record(random, depth - 1));
        }
        return map;
    }

    private static Object bracketed(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(RemoteMaskingTest::bracketed).toList();
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, Object> all = new LinkedHashMap<>();
            map.forEach((key, each) -> all.put(key, bracketed(each)));
            return all;
        }
        return "<" + value + ">";
    }

    @Test
    void letsEqualValuesHaveAnswersOfTheirOwn() {
        StubEngine engine = new StubEngine(question -> question.text() + question.occurrence());

        Object masked = masked(engine, Fallback.RETRY, Map.of("a", List.of("x", "x", "y", "x")), ALL);

        assertThat(masked).isEqualTo(Map.of("a", List.of("x0", "x1", "y0", "x2")));
        assertThat(engine.rows()).isEqualTo(1);
    }

    @Test
    void tellsValuesOfOneFieldApartByTheirContext() {
        Rule bound = whole("lines[*].pan", new CryptoDeterministic("k", null, FieldPath.parse("id")));
        StubEngine engine = new StubEngine(question -> question.text() + " of " + question.context());

        Object masked = masked(
                engine,
                Fallback.RETRY,
                Map.of("lines", List.of(Map.of("id", 1, "pan", "x"), Map.of("id", 2, "pan", "x"))),
                bound);

        assertThat(masked)
                .isEqualTo(
                        Map.of("lines", List.of(Map.of("id", 1, "pan", "x of 1"), Map.of("id", 2, "pan", "x of 2"))));
    }

    @Test
    void emptiesAFieldWhoseQuestionHasNoAnswer() {
        StubEngine engine = new StubEngine(question -> question.text().equals("y") ? null : "masked");

        Object masked = masked(engine, Fallback.RETRY, Map.of("a", "x", "b", "y"), ALL);

        assertThat(masked).isEqualTo(Map.of("a", "masked", "b", ""));
    }

    /** What cannot be asked is masked here, emptied, or tried again. */
    @ParameterizedTest
    @CsvSource({
        "LOCAL,  true,  here",
        "LOCAL,  false, here",
        "REDACT, true,  ''",
        "REDACT, false, ''",
        "RETRY,  false, ''" // asking again would not help
    })
    void standsInForAnEngineThatFails(Fallback fallback, boolean worthRetrying, String left) {
        StubEngine engine = new StubEngine(question -> "there").failing("UNAVAILABLE", worthRetrying);

        assertThat(masked(engine, fallback, Map.of("a", "x"), ALL)).isEqualTo(Map.of("a", left));
    }

    @Test
    void letsConnectTryAgainWhatMaySucceedLater() {
        StubEngine engine = new StubEngine(question -> "there").failing("UNAVAILABLE", true);

        assertThatThrownBy(() -> masked(engine, Fallback.RETRY, Map.of("a", "secret"), ALL))
                .isInstanceOf(RetriableException.class)
                .hasMessageContaining("UNAVAILABLE")
                .hasMessageNotContaining("secret");
    }

    @Test
    void asksNothingOfARecordThatNoRuleCovers() {
        StubEngine engine = new StubEngine(question -> "there");
        Map<String, String> value = Map.of("b", "x");

        assertThat(masked(engine, Fallback.RETRY, value, whole("a", new Redact())))
                .isSameAs(value);
        assertThat(engine.rows()).isZero();
    }

    /** What keeps its type, and bytes, are masked here. */
    @Test
    void asksOnlyAboutWhatBecomesText() {
        Schema schema = SchemaBuilder.struct()
                .field("text", Schema.STRING_SCHEMA)
                .field("flag", Schema.OPTIONAL_BOOLEAN_SCHEMA)
                .field("bytes", Schema.OPTIONAL_BYTES_SCHEMA)
                .build();
        Struct value = new Struct(schema).put("text", "x").put("flag", true).put("bytes", new byte[] {1});
        List<String> asked = new ArrayList<>();
        StubEngine engine = new StubEngine(question -> {
            asked.add(question.field());
            return "there";
        });

        RecordWalker.Masked masked = requireNonNull(walker(
                        compiled(settings(OnError.REDACT), new HeardAudit(), whole("**", new Redact())),
                        new RemoteMasking(engine, Fallback.RETRY))
                .apply(TOPIC, schema, value));

        assertThat(asked).containsExactly("text");
        Struct after = (Struct) requireNonNull(masked.value());
        assertThat(after.get("text")).isEqualTo("there");
        assertThat(after.get("flag")).isNull();
        assertThat(after.get("bytes")).isNull();
    }

    @Test
    void asksAboutNumbersDatesAndFlagsThatBecomeText() {
        Schema schema = SchemaBuilder.struct()
                .field("number", Schema.INT32_SCHEMA)
                .field("day", Date.SCHEMA)
                .field("flag", Schema.BOOLEAN_SCHEMA)
                .field("bytes", Schema.BYTES_SCHEMA)
                .build();
        Struct value = new Struct(schema)
                .put("number", 7)
                .put("day", new java.util.Date(0))
                .put("flag", true)
                .put("bytes", new byte[] {1});
        List<String> asked = new ArrayList<>();
        StubEngine engine = new StubEngine(question -> {
            asked.add(question.text());
            return "there";
        });

        RecordWalker.Masked masked = requireNonNull(walker(
                        compiled(settings(OnError.REDACT), new HeardAudit(), ALL),
                        new RemoteMasking(engine, Fallback.RETRY))
                .apply(TOPIC, schema, value));

        assertThat(asked).containsExactlyInAnyOrder("7", "1970-01-01", "true");
        assertThat(((Struct) requireNonNull(masked.value())).get("bytes")).isEqualTo("here");
    }

    @Test
    void countsWhatIsFoundThereAndChangesNothingWhenOnlyInspecting() {
        HeardAudit audit = new HeardAudit();
        StubEngine engine = new StubEngine(
                question -> "there",
                question -> List.of(
                        new Found(new InfoType("EMAIL_ADDRESS"), Likelihood.LIKELY),
                        new Found(new InfoType("NOT_WANTED"), Likelihood.LIKELY)));
        RecordWalker walker = walker(
                compiled(Walks.inspecting(), audit, findings("a", new Redact())),
                new RemoteMasking(engine, Fallback.RETRY));

        assertThat(walker.apply(TOPIC, null, Map.of("a", "x"))).isNull();
        assertThat(walker.spared()).isTrue();
        assertThat(audit.heard()).containsExactly("found EMAIL_ADDRESS in a");
    }

    @Test
    void knowsAQuestionByAllThatItAsks() {
        Question question = new Question("a", "x", false, ALL.treatment(), 1, 0);

        assertThat(question)
                .isEqualTo(new Question("a", "x", false, ALL.treatment(), 1, 0))
                .hasSameHashCodeAs(new Question("a", "x", false, ALL.treatment(), 1, 0))
                .isNotEqualTo(new Question("b", "x", false, ALL.treatment(), 1, 0))
                .isNotEqualTo(new Question("a", "y", false, ALL.treatment(), 1, 0))
                .isNotEqualTo(new Question("a", "x", true, ALL.treatment(), 1, 0))
                .isNotEqualTo(new Question(
                        "a", "x", false, whole("a", new Replace("here")).treatment(), 1, 0))
                .isNotEqualTo(new Question("a", "x", false, ALL.treatment(), 2, 0))
                .isNotEqualTo(question.nth(1));
        assertThat(question).asString().doesNotContain("x");
    }
}
