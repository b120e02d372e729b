// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import static io.millrace.connect.dlp.walk.Walks.compiled;
import static io.millrace.connect.dlp.walk.Walks.findings;
import static io.millrace.connect.dlp.walk.Walks.settings;
import static io.millrace.connect.dlp.walk.Walks.whole;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.deidentify.CharacterMask;
import io.millrace.connect.dlp.deidentify.CharactersToIgnore;
import io.millrace.connect.dlp.deidentify.CryptoHash;
import io.millrace.connect.dlp.deidentify.DateShift;
import io.millrace.connect.dlp.deidentify.Redact;
import io.millrace.connect.dlp.deidentify.Replace;
import io.millrace.connect.dlp.deidentify.TimePart;
import io.millrace.connect.dlp.rules.Rule;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the schema says of a masked field follows from rules and types. */
class MaskedSchemaTest {
    private static final Schema TEXT = Schema.STRING_SCHEMA;
    private static final Schema NUMBER = Schema.INT64_SCHEMA;
    private static final Schema DAY = Date.SCHEMA;
    private static final Rule HASH = whole("f", new CryptoHash("k"));
    private static final Rule REDACT = whole("f", new Redact());
    private static final Rule REDACT_IF = whole("f", "g = 1", new Redact());
    private static final Rule HASH_IF = whole("f", "g = 1", new CryptoHash("k"));
    private static final Rule YEAR = whole("f", new TimePart(TimePart.Part.YEAR));
    private static final Rule YEAR_IF = whole("f", "g = 1", new TimePart(TimePart.Part.YEAR));
    private static final Rule SHIFT = whole("f", new DateShift(1, 9, null, null));
    private static final Rule SEVENTEEN = whole("f", new Replace("17"));
    private static final Rule MASK = whole("f", new CharacterMask(null, 0, false, CharactersToIgnore.NONE));

    private static Schema after(Schema before, OnError onError, Rule... rules) {
        Schema record = SchemaBuilder.struct().field("f", before).build();
        MaskingRules compiled = compiled(settings(onError), new HeardAudit(), rules);
        Node node = new PlanCompiler(compiled, Walks.TOPIC).compile(record, compiled.place(List.of()));
        return requireNonNull(requireNonNull(node).schema()).field("f").schema();
    }

    static Stream<Arguments> types() {
        return Stream.of(
                Arguments.of(TEXT, List.of(HASH), Schema.Type.STRING, false),
                Arguments.of(NUMBER, List.of(HASH), Schema.Type.STRING, false),
                Arguments.of(NUMBER, List.of(MASK), Schema.Type.STRING, false),
                Arguments.of(NUMBER, List.of(SEVENTEEN), Schema.Type.INT64, false),
                Arguments.of(NUMBER, List.of(REDACT), Schema.Type.INT64, true),
                Arguments.of(TEXT, List.of(REDACT), Schema.Type.STRING, false),
                Arguments.of(DAY, List.of(SHIFT), Schema.Type.INT32, false),
                Arguments.of(DAY, List.of(YEAR), Schema.Type.INT32, false),
                Arguments.of(NUMBER, List.of(YEAR), Schema.Type.INT64, true), // not for numbers: emptied
                // several rules: one type for whatever may come out
                Arguments.of(NUMBER, List.of(REDACT_IF), Schema.Type.INT64, true),
                Arguments.of(NUMBER, List.of(HASH_IF), Schema.Type.STRING, false),
                Arguments.of(NUMBER, List.of(HASH_IF, REDACT), Schema.Type.STRING, false),
                Arguments.of(DAY, List.of(YEAR_IF), Schema.Type.STRING, false), // a year or a date
                Arguments.of(DAY, List.of(YEAR_IF, YEAR), Schema.Type.INT32, false),
                Arguments.of(NUMBER, List.of(REDACT, HASH), Schema.Type.INT64, true)); // the second is never asked
    }

    @ParameterizedTest
    @MethodSource("types")
    void hasOneTypeForWhateverRuleActs(Schema before, List<Rule> rules, Schema.Type type, boolean optional) {
        Schema after = after(before, OnError.REDACT, rules.toArray(Rule[]::new));

        assertThat(after.type()).isEqualTo(type);
        assertThat(after.isOptional()).isEqualTo(optional);
        assertThat(after.parameters()).containsEntry("masked", "true");
    }

    @Test
    void becomesOptionalWhereFieldsMayBeDropped() {
        assertThat(after(TEXT, OnError.DROP_FIELD, HASH).isOptional()).isTrue();
    }

    @Test
    void isStillADateOnlyWhenItIsOne() {
        assertThat(after(DAY, OnError.REDACT, SHIFT).name()).isEqualTo(Date.LOGICAL_NAME);
        assertThat(after(DAY, OnError.REDACT, YEAR).name()).isNull();
        assertThat(after(DAY, OnError.REDACT, REDACT).name()).isEqualTo(Date.LOGICAL_NAME);
    }

    @Test
    void namesEveryTransformationOnce() {
        assertThat(after(TEXT, OnError.REDACT, HASH_IF, REDACT_IF, HASH).parameters())
                .containsEntry("millrace.masking", "crypto-hash,redact");
    }

    @Test
    void losesADefaultAndTheValuesOfAnEnumeration() {
        Schema before = SchemaBuilder.string()
                .name("io.debezium.data.Enum")
                .parameter("allowed", "vip,normal")
                .parameter("kept", "yes")
                .doc("a mark")
                .defaultValue("vip")
                .build();

        Schema after = after(before, OnError.REDACT, HASH);

        assertThat(after.defaultValue()).isNull();
        assertThat(after.parameters()).doesNotContainKey("allowed").containsEntry("kept", "yes");
        assertThat(after.doc()).isEqualTo("a mark");
    }

    @Test
    void staysTheSameWhereOnlyFindingsAreMasked() {
        assertThat(after(TEXT, OnError.REDACT, findings("f", new Redact()))).isSameAs(TEXT);
    }
}
