// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static io.millrace.connect.dlp.Transforms.masking;
import static io.millrace.connect.dlp.Transforms.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.dlp.config.DlpProperties;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.infotype.Likelihood;
import io.millrace.connect.dlp.key.TestKeys;
import io.millrace.connect.kit.debezium.DebeziumTypes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What docs/masking.md says of options, held against what they do. */
class ManualTermsTest {
    private static final Schema VARIABLE = SchemaBuilder.struct()
            .name(DebeziumTypes.VARIABLE_SCALE_DECIMAL)
            .field("scale", Schema.INT32_SCHEMA)
            .field("value", Schema.BYTES_SCHEMA)
            .build();

    private static @Nullable Object masked(Schema schema, Object value, String... options) {
        List<String> properties = new ArrayList<>(List.of("rules", "r", "rules.r.fields", "f"));
        for (int i = 0; i < options.length; i += 2) {
            properties.addAll(List.of("rules.r." + options[i], options[i + 1]));
        }
        Schema whole = SchemaBuilder.struct().field("f", schema).build();
        try (var transform = masking(properties.toArray(String[]::new))) {
            SinkRecord record =
                    Objects.requireNonNull(transform.apply(record(whole, new Struct(whole).put("f", value))));
            return ((Struct) record.value()).get("f");
        }
    }

    static Stream<Arguments> constants() {
        return Stream.of(
                Arguments.of(Schema.FLOAT64_SCHEMA, 2.5d, "1.5", 1.5d),
                Arguments.of(Schema.FLOAT64_SCHEMA, 2.5d, "-3", -3d),
                Arguments.of(Schema.FLOAT32_SCHEMA, 2.5f, "1.5", 1.5f),
                Arguments.of(Schema.FLOAT32_SCHEMA, 2.5f, "none", "none"),
                Arguments.of(Decimal.schema(2), new BigDecimal("9.99"), "0.00", new BigDecimal("0.00")),
                Arguments.of(Decimal.schema(2), new BigDecimal("9.99"), "7", new BigDecimal("7.00")),
                Arguments.of(Decimal.schema(2), new BigDecimal("9.99"), "n/a", "n/a"),
                Arguments.of(Schema.INT64_SCHEMA, 9L, "7", 7L),
                Arguments.of(Schema.INT8_SCHEMA, (byte) 9, "7", (byte) 7),
                Arguments.of(Schema.INT32_SCHEMA, 9, "7.5", "7.5"),
                Arguments.of(Schema.BOOLEAN_SCHEMA, true, "false", false),
                Arguments.of(Schema.STRING_SCHEMA, "x", "", ""),
                Arguments.of(Schema.INT64_SCHEMA, 9L, "", ""));
    }

    @ParameterizedTest
    @MethodSource("constants")
    void keepsTheTypeWhenTheConstantIsOneOfIt(Schema schema, Object value, String constant, Object expected) {
        assertThat(masked(schema, value, "transform", "replace", "new.value", constant))
                .isEqualTo(expected);
    }

    @Test
    void replacesADecimalOfAnyScaleByOne() {
        Struct before = new Struct(VARIABLE).put("scale", 1).put("value", new byte[] {25});

        Object after = masked(VARIABLE, before, "transform", "replace", "new.value", "0.75");

        assertThat(after).isInstanceOf(Struct.class);
        Struct variable = (Struct) Objects.requireNonNull(after);
        assertThat(variable.getInt32("scale")).isEqualTo(2);
        assertThat(variable.getBytes("value")).isEqualTo(new byte[] {75});
    }

    @ParameterizedTest
    @CsvSource({
        "masking.character, ' ', 4111, '    '",
        "characters.to.ignore, ' ', 41 11, '** **'",
        "characters.to.ignore, ' -', 4-1 1, '*-* *'"
    })
    void takesABlankForACharacter(String option, String value, String text, String expected) {
        assertThat(masked(Schema.STRING_SCHEMA, text, "transform", "character-mask", option, value))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"info.types", "rules.m.info.types", "hotwords.h.types", "exclusions.e.types"})
    void readsTheBuiltInSetByItsName(String property) {
        Map<String, String> properties = Transforms.properties(
                "rules", "m",
                "rules.m.fields", "a",
                "rules.m.transform", "redact",
                "rules.m.info.types", "*",
                "hotwords", "h",
                "hotwords.h.types", "EMAIL_ADDRESS",
                "hotwords.h.regex", "x",
                "hotwords.h.adjust", "1",
                "exclusions", "e",
                "exclusions.e.types", "EMAIL_ADDRESS",
                "exclusions.e.regex", "x");
        properties.put(property, "default.v1,URL");

        var config = DlpProperties.read(properties);

        Set<InfoType> expected = new HashSet<>(BuiltInInfoType.DEFAULT_V1);
        expected.add(new InfoType("URL"));
        Set<InfoType> read = switch (property) {
            case "info.types" -> config.inspect().infoTypes();
            case "hotwords.h.types" -> config.inspect().ruleSets().get(0).infoTypes();
            case "exclusions.e.types" -> config.inspect().ruleSets().get(1).infoTypes();
            default -> {
                Set<InfoType> named = new HashSet<>();
                config.policy().infoTypes().forEach(name -> named.add(new InfoType(name)));
                yield named;
            }
        };
        assertThat(read).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'inspectConfig': {'infoTypes': [{'name': 'EMAIL_ADDRESS', 'version': 'latest'}]} | | POSSIBLE",
                "'inspectConfig': {'infoTypes': [{'name': 'EMAIL_ADDRESS', 'version': 'stable'}]} | LIKELY | LIKELY",
                "'inspectConfig': {'minLikelihood': 'LIKELIHOOD_UNSPECIFIED'} | | POSSIBLE",
                "'inspectConfig': {'minLikelihood': 'VERY_LIKELY'} | | VERY_LIKELY",
                "'inspectConfig': {'minLikelihood': 'VERY_LIKELY'} | POSSIBLE | VERY_LIKELY",
                "'displayName': 'none' | | POSSIBLE"
            })
    void readsATemplatesThresholdAsCloudDlpDoes(String policy, @Nullable String property, Likelihood expected) {
        Map<String, String> properties = Transforms.properties(
                "policy", "{" + policy.replace('\'', '"') + ", 'deidentifyConfig': {".replace('\'', '"') + """
                        "infoTypeTransformations": {"transformations": [{"primitiveTransformation": {"redactConfig": {}}}]}}}
                        """);
        if (property != null) {
            properties.put("min.likelihood", property);
        }

        assertThat(DlpProperties.read(properties).inspect().minLikelihood()).isEqualTo(expected);
    }

    @Test
    void refusesAVersionThatIsNone() {
        Map<String, String> properties = Transforms.properties(
                "policy",
                "{\"inspectConfig\": {\"infoTypes\": [{\"name\": \"EMAIL_ADDRESS\", \"version\": \"0.9\"}]}}");

        assertThatThrownBy(() -> DlpProperties.read(properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("policy: inspectConfig.infoTypes[0]")
                .hasMessageContaining("latest, stable");
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 20, 31})
    void refusesHashesThatAreShorterThanTheManualSays(int tagBytes) {
        Map<String, String> properties =
                Transforms.properties("rules", "r", "rules.r.fields", "f", "rules.r.transform", "crypto-hash");
        properties.put("keyset", "{\"k\": " + TestKeys.hmac(new byte[32], tagBytes) + "}");

        assertThatThrownBy(() -> new DlpTransform.Value<SinkRecord>().configure(properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("keyset: key 'k'")
                .hasMessageContaining("HMAC_SHA256_256BITTAG");
    }

    /** Dates as the manual lists them, what becomes of them, and what is none. */
    @ParameterizedTest
    @CsvSource({
        "2024-02-29, 2024-03-01",
        "2024/02/29, 2024/03/01",
        "02/29/2024, 03/01/2024",
        "03/04/2024, 03/05/2024",
        "29.02.2024, 01.03.2024",
        "20240229, 20240301",
        "2024-02-29T10:15, 2024-03-01T10:15",
        "29.02.2024 10:15:30.123, 01.03.2024 10:15:30.123",
        "2024-02-29Z, 2024-03-01Z",
        "2024-02-29T10:15+01:00, 2024-03-01T10:15+01:00",
        "29/02/2024, ''",
        "'Feb 29, 2024', ''",
        "' 2024-02-29', ''"
    })
    void readsTheDatesThatTheManualLists(String text, String expected) {
        assertThat(masked(
                        Schema.STRING_SCHEMA,
                        text,
                        "transform",
                        "date-shift",
                        "lower.bound.days",
                        "1",
                        "upper.bound.days",
                        "1"))
                .isEqualTo(expected);
    }

    /** One number, in what holds it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'phone':'+1 650-253-0000'}",
                "{'phone':'+1\\u0020650-253-0000'}",
                "{'m':'{\\'phone\\':\\'+1 650-253-0000\\'}'}",
                "phone=%2B1%20650-253-0000",
                "phone=%2B1+650-253-0000",
                "id=7&phone=%2B1+650-253-0000&x=1",
                "https://example.org/call?phone=%2B1+650-253-0000",
                "<phone>+1&#32;650-253-0000</phone>"
            })
    void aValueHasTheSameTokenHoweverItIsEscaped(String text) {
        String[] options = {"info.types", "PHONE_NUMBER", "transform", "crypto-deterministic"};
        Object token = masked(Schema.STRING_SCHEMA, "+1 650-253-0000", options);

        assertThat(masked(Schema.STRING_SCHEMA, text.replace('\'', '"'), options))
                .asString()
                .doesNotContain("650")
                .contains(String.valueOf(token));
    }

    @Test
    void emptiesWhatHasNoContext() {
        assertThat(masked(Schema.STRING_SCHEMA, "x", "transform", "crypto-deterministic", "context", "absent"))
                .isEqualTo("");
    }

    /** docs/masking.md, worked policy for cards: nothing of the number is left. */
    @Test
    void keepsTheLastFourByMaskingOnly() {
        assertThat(masked(
                        Schema.STRING_SCHEMA,
                        "4556737586899855",
                        "transform",
                        "character-mask",
                        "number.to.mask",
                        "-4"))
                .isEqualTo("************9855");
    }

    @Test
    void emptiesADecimalOfAnyScaleToOneThatCanBeRead() {
        Struct before = new Struct(VARIABLE).put("scale", 1).put("value", new byte[] {25});

        Object after = masked(VARIABLE, before, "transform", "time-part", "part.to.extract", "YEAR", "topics", ".*");

        assertThat(after).isNull(); // what a rule on whole values does not take becomes optional
        try (var transform = masking(
                "rules", "r",
                "rules.r.fields", "f",
                "rules.r.transform", "redact",
                "rules.r.info.types", "N",
                "custom.types", "n",
                "custom.n.regex", "[0-9.]+",
                "scan.numbers", "true")) {
            Schema whole = SchemaBuilder.struct().field("f", VARIABLE).build();
            SinkRecord record =
                    Objects.requireNonNull(transform.apply(record(whole, new Struct(whole).put("f", before))));
            Struct zero = ((Struct) record.value()).getStruct("f");
            assertThat(new java.math.BigInteger(zero.getBytes("value"))).isZero();
            assertThat(zero.getInt32("scale")).isZero();
        }
    }
}
