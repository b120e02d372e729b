// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static io.millrace.connect.dlp.Transforms.masking;
import static io.millrace.connect.dlp.Transforms.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.testkit.CapturedLogs;
import io.millrace.connect.testkit.WorkersMetrics;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Field;
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

/** Shapes that a rule covers, whatever they are: keys of maps, bytes, types that Connect does not know, defaults. */
class NothingPassesTest {
    private static final String MAIL = "jane.roe@example.org";
    private static final String[] REDACTED = {"transform", "redact"};
    private static final String[] FINDINGS = {"transform", "replace-with-info-type", "info.types", "*"};

    private static String[] properties(String fields, String... options) {
        List<String> properties = new ArrayList<>(List.of("rules", "r", "rules.r.fields", fields));
        for (int i = 0; i < options.length; i += 2) {
            properties.addAll(List.of("rules.r." + options[i], options[i + 1]));
        }
        return properties.toArray(String[]::new);
    }

    private static @Nullable Object masked(@Nullable Schema schema, Object value, String... properties) {
        try (var transform = masking(properties)) {
            return Objects.requireNonNull(transform.apply(record(schema, value)))
                    .value();
        }
    }

    private static Schema mapOf(Schema keys) {
        return SchemaBuilder.struct()
                .field("m", SchemaBuilder.map(keys, Schema.STRING_SCHEMA).build())
                .build();
    }

    private static @Nullable Object m(@Nullable Object value) {
        return value instanceof Struct struct ? struct.get("m") : ((Map<?, ?>) Objects.requireNonNull(value)).get("m");
    }

    /** Path, whether findings are treated or whole values, and what becomes of a map from an address to an address. */
    @ParameterizedTest
    @CsvSource({
        "m, findings, [EMAIL_ADDRESS], [EMAIL_ADDRESS]",
        "**, findings, [EMAIL_ADDRESS], [EMAIL_ADDRESS]",
        "*, findings, [EMAIL_ADDRESS], [EMAIL_ADDRESS]",
        "m{*}, findings, jane.roe@example.org, [EMAIL_ADDRESS]",
        "m.*, findings, jane.roe@example.org, [EMAIL_ADDRESS]",
        "m{key}, findings, [EMAIL_ADDRESS], jane.roe@example.org",
        "**{key}, findings, [EMAIL_ADDRESS], jane.roe@example.org",
        "m, redact, jane.roe@example.org, ''",
        "m{*}, redact, jane.roe@example.org, ''",
        "m{key}, redact, '', jane.roe@example.org",
        "'m,m{key}', redact, '', ''",
        "'**,**{key}', redact, '', ''"
    })
    void treatsKeysAsTheManualSays(String fields, String how, String key, String value) {
        String[] properties = properties(fields, how.equals("redact") ? REDACTED : FINDINGS);
        Schema schema = mapOf(Schema.STRING_SCHEMA);

        Object withSchema = masked(schema, new Struct(schema).put("m", Map.of(MAIL, MAIL)), properties);
        assertThat(m(withSchema)).isEqualTo(Map.of(key, value));

        if (!fields.equals("**,**{key}")) { // there the name of the field is a key, too
            Object without = masked(null, Map.of("m", Map.of(MAIL, MAIL)), properties);
            assertThat(m(without)).isEqualTo(Map.of(key, value));
        }
    }

    /** A map's key says what its value is, as a field's name does, with a schema or without. */
    @ParameterizedTest
    @CsvSource({
        "password, Tr0ub4dor9x, [PASSWORD]",
        "userPassword, correct horse battery staple, [PASSWORD]",
        "customerSsn, 536228724, [US_SOCIAL_SECURITY_NUMBER]",
        "card_number, 4556737586899855, [CREDIT_CARD_NUMBER]",
        "dob, 19850704, [DATE_OF_BIRTH]",
        "colour, 536228724, 536228724"
    })
    void aKeyIsTheLabelOfItsValue(String key, String value, String expected) {
        Schema schema = mapOf(Schema.STRING_SCHEMA);
        for (String fields : List.of("m", "**", "m{*}", "m." + key)) {
            String[] properties = properties(fields, FINDINGS);

            Object withSchema = masked(schema, new Struct(schema).put("m", Map.of(key, value)), properties);
            Object without = masked(null, Map.of("m", Map.of(key, value)), properties);

            assertThat(m(withSchema)).as(fields).isEqualTo(Map.of(key, expected));
            assertThat(m(without)).as(fields).isEqualTo(Map.of(key, expected));
        }
    }

    @Test
    void treatsKeysThatAreRecordsOrNumbers() {
        Schema who = SchemaBuilder.struct().field("email", Schema.STRING_SCHEMA).build();
        Schema byWho = mapOf(who);
        Struct record = new Struct(byWho).put("m", Map.of(new Struct(who).put("email", MAIL), "x"));
        for (String fields : List.of("**.email", "m", "**", "m{key}", "m{key}.email")) {
            for (String[] how : List.of(REDACTED, FINDINGS)) {
                Object masked = masked(byWho, record, properties(fields, how));
                assertThat(String.valueOf(masked)).as(fields).doesNotContain(MAIL);
            }
        }

        Object token = masked(
                null, Map.of("m", Map.of(4_556_737_586L, "x")), properties("m{key}", "transform", "crypto-hash"));
        assertThat(String.valueOf(token)).doesNotContain("4556737586");
    }

    /** A key that findings rules left alone once is not looked at again, as long as no condition decides. */
    @Test
    void looksAtKeysOfEveryRecord() {
        try (var transform = masking(properties("**", FINDINGS))) {
            for (Object key : List.of("a", MAIL, "a", "b", MAIL)) {
                Object masked = Objects.requireNonNull(transform.apply(record(null, Map.of(key, 1))))
                        .value();
                assertThat(masked).isEqualTo(Map.of(key.equals(MAIL) ? "[EMAIL_ADDRESS]" : key, 1));
            }
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void looksIntoBytesThatAreText() {
        Schema schema = SchemaBuilder.struct().field("e", Schema.BYTES_SCHEMA).build();
        String[] properties = properties("**", FINDINGS);

        Struct array = (Struct) masked(schema, new Struct(schema).put("e", utf8("to " + MAIL)), properties);
        Struct buffer = (Struct) masked(schema, new Struct(schema).put("e", ByteBuffer.wrap(utf8(MAIL))), properties);
        Object root = masked(Schema.BYTES_SCHEMA, utf8(MAIL), properties);
        Object bare = masked(null, utf8(MAIL), properties);

        assertThat(Objects.requireNonNull(array).getBytes("e")).isEqualTo(utf8("to [EMAIL_ADDRESS]"));
        assertThat(Objects.requireNonNull(buffer).getBytes("e")).isEqualTo(utf8("[EMAIL_ADDRESS]"));
        assertThat(root).isEqualTo(utf8("[EMAIL_ADDRESS]"));
        assertThat(bare).isEqualTo(utf8("[EMAIL_ADDRESS]"));
    }

    @Test
    void looksIntoHeadersOfBytes() {
        DlpTransform.Headers<SinkRecord> transform = new DlpTransform.Headers<>();
        transform.configure(Transforms.properties(properties("**", FINDINGS)));
        SinkRecord record = record(null, "x");
        record.headers().addBytes("from", utf8(MAIL));

        SinkRecord masked = Objects.requireNonNull(transform.apply(record));

        assertThat(masked.headers().lastWithName("from").value()).isEqualTo(utf8("[EMAIL_ADDRESS]"));
    }

    private enum Colour {
        MAGENTA_4711
    }

    private static Object person() {
        Schema schema =
                SchemaBuilder.struct().field("email", Schema.STRING_SCHEMA).build();
        return new Struct(schema).put("email", "magenta-4711@example.org");
    }

    static Stream<Object> valuesOfOtherTypes() {
        UUID uuid = UUID.fromString("c0ffee00-4711-4711-8000-00000000beef");
        return Stream.of(
                uuid,
                LocalDate.of(4711, 1, 1),
                Instant.parse("4711-01-01T00:00:00Z"),
                Set.of("x-4711"),
                new String[] {"x-4711"},
                new Object[] {"x-4711", new Object[] {4711}},
                "x-4711".toCharArray(),
                new int[] {4711},
                new short[] {4711},
                Colour.MAGENTA_4711,
                Optional.of("x-4711"),
                Optional.of(List.of("x-4711")),
                URI.create("https://4711.example.org"),
                new AtomicReference<>("x-4711"),
                person(),
                List.of(person()),
                Map.of("deep", person()),
                java.nio.CharBuffer.wrap("x-4711"));
    }

    @ParameterizedTest
    @MethodSource("valuesOfOtherTypes")
    void leavesNothingOfWholeValuesOfOtherTypes(Object value) {
        for (UnaryOperator<Object> around : List.<UnaryOperator<Object>>of(
                same -> same, in -> Map.of("f", in), in -> List.of(in), in -> Map.of("f", List.of(in)))) {
            Object masked = masked(null, around.apply(value), properties("**", REDACTED));

            assertThat(shown(masked)).doesNotContain("4711");
        }
    }

    @ParameterizedTest
    @MethodSource("valuesOfOtherTypes")
    void leavesOtherTypesThatNoRuleCovers(Object value) {
        Map<String, Object> before = Map.of("f", value);

        assertThat(masked(null, before, properties("other", REDACTED))).isSameAs(before);
    }

    @Test
    void looksIntoOtherTypes() {
        List<Object> values = List.of(
                new String[] {MAIL},
                Set.of(MAIL),
                MAIL.toCharArray(),
                MAIL.chars().mapToObj(c -> (char) c).toArray(Character[]::new),
                Optional.of(MAIL),
                URI.create("mailto:" + MAIL),
                new AtomicReference<>(MAIL));
        for (Object value : values) {
            Object masked = masked(null, Map.of("f", value), properties("**", FINDINGS));

            assertThat(shown(masked)).doesNotContain(MAIL);
        }
    }

    @Test
    void looksIntoAddresses() throws UnknownHostException {
        for (String host : new String[] {"db.internal", null}) {
            InetAddress address = InetAddress.getByAddress(host, new byte[] {(byte) 203, 0, 113, 7});

            assertThat(shown(masked(null, Map.of("f", address), properties("**", FINDINGS))))
                    .contains("[IP_ADDRESS]")
                    .doesNotContain("203");
        }
    }

    private static String shown(@Nullable Object value) {
        if (value instanceof Object[] array) {
            return shown(Arrays.asList(array));
        }
        if (value instanceof Collection<?> all) {
            return all.stream().map(NothingPassesTest::shown).toList().toString();
        }
        if (value instanceof Map<?, ?> map) {
            return shown(new ArrayList<>(map.keySet())) + shown(new ArrayList<>(map.values()));
        }
        if (value instanceof char[] characters) {
            return String.valueOf(characters);
        }
        return value instanceof short[] numbers
                ? Arrays.toString(numbers)
                : value instanceof int[] wider ? Arrays.toString(wider) : String.valueOf(value);
    }

    static Stream<Arguments> defaults() {
        Schema text =
                SchemaBuilder.string().optional().defaultValue("call " + MAIL).build();
        Schema required = SchemaBuilder.string().defaultValue("call " + MAIL).build();
        Schema bytes = SchemaBuilder.bytes().optional().defaultValue(utf8(MAIL)).build();
        Schema list = SchemaBuilder.array(Schema.STRING_SCHEMA)
                .optional()
                .defaultValue(List.of(MAIL))
                .build();
        Schema map = SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA)
                .optional()
                .defaultValue(Map.of(MAIL, "x"))
                .build();
        return Stream.of(text, required, bytes, list, map)
                .flatMap(schema -> Stream.of("redact", "drop-field").map(onError -> Arguments.of(schema, onError)));
    }

    @ParameterizedTest
    @MethodSource("defaults")
    void leavesNothingInDefaults(Schema field, String onError) {
        Schema schema = SchemaBuilder.struct().field("f", field).build();
        List<String> properties = new ArrayList<>(List.of(properties("f", FINDINGS)));
        properties.addAll(List.of("on.error", onError, "rules.r.condition", "f exists"));
        for (boolean always : new boolean[] {false, true}) {
            List<String> these = always ? properties.subList(0, properties.size() - 2) : properties;

            Struct masked =
                    (Struct) Objects.requireNonNull(masked(schema, new Struct(schema), these.toArray(String[]::new)));

            Field after = masked.schema().field("f");
            assertThat(after.schema().defaultValue()).isNull();
            assertThat(after.schema().isOptional()).isEqualTo(field.isOptional());
            assertThat(String.valueOf(masked.get("f"))).doesNotContain(always ? MAIL : "no value");
        }
    }

    @Test
    void keepsDefaultsThatShowNothing() {
        Schema field = SchemaBuilder.string().optional().defaultValue("none").build();
        Schema schema = SchemaBuilder.struct().field("f", field).build();
        Struct value = new Struct(schema);

        assertThat(masked(schema, value, properties("**", FINDINGS))).isSameAs(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fail", "redact"})
    void saysNothingOfAHeadersName(String onError) {
        DlpTransform.Headers<SinkRecord> transform = new DlpTransform.Headers<>();
        Map<String, String> properties = new HashMap<>(
                Transforms.properties(properties("**", "transform", "time-part", "part.to.extract", "YEAR")));
        properties.putAll(Map.of("on.error", onError, "audit.headers", "fields"));
        transform.configure(properties);
        SinkRecord record = record(null, "x");
        record.headers().addString(MAIL, "no date");

        if (onError.equals("fail")) {
            assertThatThrownBy(() -> transform.apply(record))
                    .hasMessageContaining("field {*} ")
                    .hasMessageNotContaining(MAIL);
        } else {
            SinkRecord masked = Objects.requireNonNull(transform.apply(record));
            assertThat(masked.headers().lastWithName("millrace.masking").value())
                    .isEqualTo("{*}:failed-NOT_PARSABLE");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fail", "redact", "drop-field", "drop-record"})
    void tellsAtStartWhatAFailureWritesToDeadLetters(String onError) {
        List<String> properties = new ArrayList<>(List.of(properties("f", REDACTED)));
        properties.addAll(List.of("on.error", onError));
        try (CapturedLogs logs = new CapturedLogs()) {
            masking(properties.toArray(String[]::new)).close();

            assertThat(logs.text().contains("as it was consumed, in clear text"))
                    .isEqualTo(onError.equals("fail"));
        }
    }

    static Stream<byte[]> bytesThatAreNoText() {
        return Stream.of(
                new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1},
                MAIL.getBytes(StandardCharsets.UTF_16),
                MAIL.getBytes(StandardCharsets.UTF_16LE),
                MAIL.getBytes(StandardCharsets.UTF_16BE),
                new byte[] {0, 0, 0, 7});
    }

    @ParameterizedTest
    @MethodSource("bytesThatAreNoText")
    void countsBytesThatAreNoText(byte[] binary) {
        try (CapturedLogs logs = new CapturedLogs();
                var transform = masking(properties("**", FINDINGS))) {
            WorkersMetrics metrics = new WorkersMetrics(Map.of());
            transform.withPluginMetrics(metrics);

            SinkRecord record = record(null, Map.of("picture", binary));

            assertThat(transform.apply(record)).isSameAs(record);
            assertThat(metrics.value("unread-total")).isEqualTo(1L);
            assertThat(logs.text()).doesNotContain("0xff");
        }
    }

    @Test
    void looksIntoBytesThatAreFilledWithNuls() {
        byte[] filled = utf8(MAIL + "\0".repeat(60) + MAIL + "\0\0");

        assertThat(masked(null, filled, properties("**", FINDINGS)))
                .isEqualTo(utf8("[EMAIL_ADDRESS]" + "\0".repeat(60) + "[EMAIL_ADDRESS]\0\0"));
    }
}
