// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.millrace.connect.dlp.key.TestKeys;
import io.millrace.connect.testkit.CapturedLogs;
import io.millrace.connect.testkit.WorkersMetrics;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Plants values that exist nowhere else and looks for them wherever a failure speaks, with every logger at TRACE. */
class LeakTest {
    private static final String CANARY = "canary-4f1c9e";
    private static final long NUMBER = 7_310_459_862_214_573_907L;
    private static final String KEYSET = TestKeys.prf("k");
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .field("secret", Schema.STRING_SCHEMA)
            .field("number", Schema.INT64_SCHEMA)
            .field("amount", Decimal.schema(2))
            .field("bytes", Schema.BYTES_SCHEMA)
            .field("flag", Schema.BOOLEAN_SCHEMA)
            .build();

    /** What fails, the field, and the rule. */
    static Stream<Arguments> failures() {
        return Stream.of(
                failure(
                        "not a date",
                        "secret",
                        "transform",
                        "date-shift",
                        "lower.bound.days",
                        "-9",
                        "upper.bound.days",
                        "-1"),
                failure(
                        "not a number",
                        "secret",
                        "transform",
                        "fixed-size-bucketing",
                        "lower.bound",
                        "0",
                        "upper.bound",
                        "9",
                        "bucket.size",
                        "1"),
                failure("in no bucket", "secret", "transform", "bucketing", "buckets", "0..9=low"),
                failure("outside the alphabet", "secret", "transform", "crypto-replace-ffx-fpe"),
                failure("no context", "secret", "transform", "crypto-deterministic", "context", "absent"),
                failure("no time", "secret", "transform", "time-part", "part.to.extract", "YEAR"),
                failure("too long", "secret", "transform", "redact", "info.types", "*", "max.scan.chars", "5"),
                failure(
                        "a token in a number",
                        "number",
                        "transform",
                        "redact",
                        "info.types",
                        "N",
                        "scan.numbers",
                        "true",
                        "custom.types",
                        "n",
                        "custom.n.regex",
                        "731[0-9]+"),
                failure("a number of a bad type", "number", "transform", "time-part", "part.to.extract", "YEAR"),
                failure("a decimal of a bad type", "amount", "transform", "time-part", "part.to.extract", "YEAR"),
                failure("bytes of a bad type", "bytes", "transform", "character-mask"),
                failure("a flag of a bad type", "flag", "transform", "crypto-replace-ffx-fpe"));
    }

    private static Arguments failure(String why, String field, String... options) {
        Map<String, String> properties = new HashMap<>(Map.of("rules", "r", "rules.r.fields", field));
        for (int i = 0; i < options.length; i += 2) {
            boolean ofRule = !options[i].startsWith("custom.") && !options[i].contains("scan.");
            properties.put((ofRule ? "rules.r." : "") + options[i], options[i + 1]);
        }
        properties.put("keyset", KEYSET);
        return Arguments.of(why, field, properties);
    }

    static Stream<Arguments> failuresUnderEveryPolicy() {
        return failures()
                .flatMap(each -> Stream.of("redact", "drop-field", "drop-record", "fail")
                        .map(mode -> Arguments.of(each.get()[0], each.get()[1], mode, each.get()[2])));
    }

    private static SinkRecord record() {
        return Transforms.record(
                SCHEMA,
                new Struct(SCHEMA)
                        .put("secret", CANARY)
                        .put("number", NUMBER)
                        .put("amount", new BigDecimal(NUMBER).movePointLeft(2))
                        .put("bytes", CANARY.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .put("flag", true));
    }

    /** What one transform says: exceptions with all their causes, counters, headers, and logs of everybody. */
    private static String spoken(
            Transformation<SinkRecord> transform, Map<String, String> properties, @Nullable SinkRecord[] masked) {
        return spoken(transform, properties, masked, record());
    }

    private static String spoken(
            Transformation<SinkRecord> transform,
            Map<String, String> properties,
            @Nullable SinkRecord[] masked,
            SinkRecord record) {
        StringWriter spoken = new StringWriter();
        try (CapturedLogs logs = new CapturedLogs()) {
            LoggerFactory.getLogger(LeakTest.class).trace("listening");
            WorkersMetrics metrics = new WorkersMetrics(Map.of());
            if (transform instanceof DlpTransform<SinkRecord> monitored) {
                monitored.withPluginMetrics(metrics);
            }
            Throwable failure = catchThrowable(() -> {
                transform.configure(properties);
                masked[0] = transform.apply(record);
            });
            if (failure != null) {
                failure.printStackTrace(new PrintWriter(spoken)); // also prints causes and what was suppressed
            }
            SinkRecord result = masked[0];
            if (result != null) {
                for (Header header : result.headers()) {
                    spoken.append(header.key() + "=" + header.value() + "\n");
                }
            }
            spoken.append(counters()).append(metrics.names().toString());
            transform.close();
            assertThat(logs.text()).contains("FINEST", "listening");
            return spoken + logs.text();
        }
    }

    private static String counters() {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        StringBuilder attributes = new StringBuilder();
        try {
            for (ObjectName name :
                    server.queryNames(new ObjectName("io.millrace.connect:type=dlp-transform-task,*"), null)) {
                attributes.append(name);
                for (var attribute : server.getMBeanInfo(name).getAttributes()) {
                    attributes
                            .append(' ')
                            .append(attribute.getName())
                            .append('=')
                            .append(server.getAttribute(name, attribute.getName()));
                }
            }
        } catch (JMException refused) {
            throw new AssertionError(refused);
        }
        return attributes.toString();
    }

    private static void assertSaysNothing(String spoken) {
        assertThat(spoken).doesNotContain(CANARY, "canary", Long.toString(NUMBER), "73104598622145739");
        assertThat(spoken).doesNotContain(KEYSET, materialOf(KEYSET));
    }

    /** The secret part of a keyset. */
    private static String materialOf(String keyset) {
        String value = keyset.substring(keyset.indexOf("\"value\":\"") + 9);
        return value.substring(0, value.indexOf('"'));
    }

    @ParameterizedTest(name = "{0}, on.error={2}")
    @MethodSource("failuresUnderEveryPolicy")
    void saysNothingOfTheValueThatCannotBeMasked(
            String why, String field, String onError, Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        all.putAll(Map.of("on.error", onError, "audit.headers", "fields", "policy.id", "p"));
        @Nullable SinkRecord[] masked = new SinkRecord[1];

        String spoken = spoken(new DlpTransform.Value<>(), all, masked);

        assertSaysNothing(spoken);
        assertThat(spoken).contains("failed-total");
        SinkRecord result = masked[0];
        assertThat(result != null).isEqualTo(!onError.equals("fail") && !onError.equals("drop-record"));
        if (onError.equals("fail")) {
            assertThat(spoken).contains("field " + field, "rule r").doesNotContain("Caused by", "Suppressed");
        }
        if (result != null) {
            Struct value = (Struct) result.value();
            assertThat(value.get(field)).isNotEqualTo(((Struct) record().value()).get(field));
            assertThat(onError.equals("drop-field")
                            && value.schema().field(field).schema().isOptional())
                    .isEqualTo(value.get(field) == null && onError.equals("drop-field"));
        }
    }

    /** Tokens that no key made, and keys that fit no token: what is no token stays, and is only counted. */
    @ParameterizedTest
    @ValueSource(strings = {"crypto-deterministic", "crypto-replace-ffx-fpe"})
    void saysNothingOfWhatIsNoToken(String transform) {
        Map<String, String> properties = new HashMap<>(Map.of("keyset", KEYSET, "rules", "r"));
        properties.putAll(Map.of("rules.r.fields", "secret", "rules.r.transform", transform, "on.error", "fail"));

        String spoken = spoken(new DlpReidentify.Value<>(), properties, new SinkRecord[1]);

        assertSaysNothing(spoken);
        assertThat(spoken).contains("failed-total");
    }

    static Stream<Arguments> keysetsThatCannotBeUsed() {
        return Stream.of(
                Arguments.of("not JSON", "{\"primaryKeyId\": 1, \"key\": [" + CANARY),
                Arguments.of("not an object", "[\"" + CANARY + "\"]"),
                Arguments.of(
                        "not Tink's", "{\"k\": {\"primaryKeyId\": 1, \"key\": [{\"keyData\": \"" + CANARY + "\"}]}}"),
                Arguments.of("a key that is text", "{\"k\": \"" + CANARY + "\"}"),
                Arguments.of("of another name", KEYSET.replace("\"k\"", "\"other\"")),
                Arguments.of("damaged", KEYSET.replace("HkdfPrfKey", "HkdfPrfKex")),
                Arguments.of("wrapped", "{\"k\": {\"encryptedKeyset\": \"" + CANARY + "\"}}"),
                Arguments.of("empty", "{}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("keysetsThatCannotBeUsed")
    void saysNothingOfAKeysetThatCannotBeUsed(String why, String keyset) {
        Map<String, String> properties = Map.of(
                "keyset", keyset,
                "rules", "r",
                "rules.r.fields", "secret",
                "rules.r.transform", "crypto-hash",
                "rules.r.key", "k");

        String spoken = spoken(new DlpTransform.Value<>(), properties, new SinkRecord[1]);

        assertSaysNothing(spoken);
        assertThat(spoken).contains("ConfigException", "key").doesNotContain("Caused by");
    }

    @Test
    void saysNothingOfKeysWhenAllIsWell() {
        Map<String, String> properties = new HashMap<>(Map.of("keyset", KEYSET, "rules", "a,b,c"));
        List<String> transforms = List.of("crypto-hash", "crypto-deterministic", "replace-dictionary");
        for (int i = 0; i < 3; i++) {
            properties.put("rules." + "abc".charAt(i) + ".fields", "secret");
            properties.put("rules." + "abc".charAt(i) + ".transform", transforms.get(i));
        }
        properties.putAll(Map.of("rules.c.word.list", "Ann,Bob", "rules.c.key", "k", "audit.headers", "fields"));

        assertSaysNothing(spoken(new DlpTransform.Value<>(), properties, new SinkRecord[1]));
    }

    /** Where keys are data, in maps with a schema and without: the paths that cover them, and how they are shown. */
    static Stream<Arguments> mapsWhoseKeysAreData() {
        Schema withSchema = SchemaBuilder.struct()
                .field("byMail", SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA))
                .build();
        Map<String, String> entries = Map.of(CANARY, "x " + CANARY);
        List<SinkRecord> records = List.of(
                Transforms.record(null, Map.of("byMail", entries)),
                Transforms.record(null, Map.of("byMail", Map.of(CANARY, List.of(Map.of(CANARY, CANARY))))),
                Transforms.record(withSchema, new Struct(withSchema).put("byMail", entries)));
        return records.stream()
                .flatMap(record -> Stream.of("**", "byMail", "byMail{*}", "byMail.*")
                        .filter(path -> record.valueSchema() == null || !path.equals("byMail.*"))
                        .flatMap(path -> Stream.of("redact", "drop-field", "drop-record", "fail", "(none)")
                                .map(onError -> Arguments.of(path, onError, record))));
    }

    @ParameterizedTest(name = "{0}, on.error={1}")
    @MethodSource("mapsWhoseKeysAreData")
    void saysNothingOfAMapsKeys(String path, String onError, SinkRecord record) {
        boolean fails = !onError.equals("(none)");
        Map<String, String> properties = new HashMap<>(Map.of("rules", "r", "rules.r.fields", path));
        properties.putAll(Map.of("rules.r.transform", fails ? "time-part" : "character-mask"));
        if (fails) {
            properties.putAll(Map.of("rules.r.part.to.extract", "YEAR", "on.error", onError));
        }
        properties.put("audit.headers", "fields");

        String spoken = spoken(new DlpTransform.Value<>(), properties, new SinkRecord[1], record);

        assertSaysNothing(spoken);
        assertThat(spoken).contains(fails ? "failed-total" : "character-mask");
        if (onError.equals("fail")) {
            assertThat(spoken).containsPattern("field (byMail|\\{\\*})\\{\\*}");
        }
    }

    @Test
    void namesAKeyThatTheRuleSpellsOut() {
        Map<String, String> properties = new HashMap<>(Map.of("rules", "r", "rules.r.fields", "**.born"));
        properties.putAll(Map.of("rules.r.transform", "time-part", "rules.r.part.to.extract", "YEAR"));
        properties.put("on.error", "fail");
        SinkRecord record = Transforms.record(null, Map.of(CANARY, Map.of("born", CANARY)));

        String spoken = spoken(new DlpTransform.Value<>(), properties, new SinkRecord[1], record);

        assertSaysNothing(spoken);
        assertThat(spoken).contains("field {*}.born ");
    }

    @Test
    void emptiesWhatItCannotMaskByTheFieldsType() {
        @Nullable SinkRecord[] masked = new SinkRecord[1];
        Map<String, String> properties = new HashMap<>(Map.of("rules", "r", "rules.r.fields", "secret,flag"));
        properties.putAll(Map.of("rules.r.transform", "time-part", "rules.r.part.to.extract", "YEAR"));

        spoken(new DlpTransform.Value<>(), properties, masked);

        SinkRecord result = java.util.Objects.requireNonNull(masked[0]);
        assertThat(((Struct) result.value()).getString("secret")).isEmpty();
        assertThat(((Struct) result.value()).get("flag")).isNull();
    }
}
