// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Plants a value that exists nowhere else and looks for it wherever a failure speaks. */
class LeakTest {
    private static final String CANARY = "canary-4f1c9e";
    private static final Schema SCHEMA = SchemaBuilder.struct()
            .field("secret", Schema.STRING_SCHEMA)
            .field("flag", Schema.BOOLEAN_SCHEMA)
            .build();

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(
                        "not a date",
                        new String[] {"transform", "date-shift", "lower.bound.days", "-9", "upper.bound.days", "-1"}),
                Arguments.of("not a number", new String[] {
                    "transform", "fixed-size-bucketing", "lower.bound", "0", "upper.bound", "9", "bucket.size", "1"
                }),
                Arguments.of("outside the alphabet", new String[] {"transform", "crypto-replace-ffx-fpe"}),
                Arguments.of("no context", new String[] {"transform", "crypto-deterministic", "context", "absent"}),
                Arguments.of("no time", new String[] {"transform", "time-part", "part.to.extract", "YEAR"}));
    }

    private static SinkRecord record() {
        return Transforms.record(
                SCHEMA, new Struct(SCHEMA).put("secret", CANARY).put("flag", true));
    }

    private static Map<String, String> rule(String[] options, String... more) {
        Map<String, String> properties = Transforms.properties(more);
        properties.put("rules", "r");
        properties.put("rules.r.fields", "secret");
        for (int i = 0; i < options.length; i += 2) {
            properties.put("rules.r." + options[i], options[i + 1]);
        }
        return properties;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void saysNothingOfTheValueWhenToldToFail(String why, String[] options) {
        DlpTransform.Value<SinkRecord> transform = new DlpTransform.Value<>();
        transform.configure(rule(options, "on.error", "fail"));

        Throwable failure = catchThrowable(() -> transform.apply(record()));

        StringWriter spoken = new StringWriter();
        failure.printStackTrace(new PrintWriter(spoken));
        assertThat(spoken.toString()).contains("field secret", "rule r").doesNotContain(CANARY);
        assertThat(failure).hasNoCause();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void emptiesTheFieldAndCountsWithoutTheValue(String why, String[] options) throws Exception {
        DlpTransform.Value<SinkRecord> transform = new DlpTransform.Value<>();
        transform.configure(rule(options, "audit.headers", "fields", "policy.id", "p"));

        SinkRecord masked = requireNonNull(transform.apply(record()));

        assertThat(((Struct) masked.value()).getString("secret")).isEmpty();
        for (Header header : masked.headers()) {
            assertThat(header.key() + header.value()).doesNotContain(CANARY);
        }
        Map<String, Object> counters = countersOf(transform);
        assertThat(counters.toString()).doesNotContain(CANARY);
        assertThat(counters.keySet()).anyMatch(name -> name.startsWith("failed."));
    }

    private static Map<String, Object> countersOf(DlpTransform.Value<SinkRecord> transform) throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        Map<String, Object> attributes = new HashMap<>();
        for (ObjectName name : server.queryNames(new ObjectName("millrace.dlp:*"), null)) {
            for (var attribute : server.getMBeanInfo(name).getAttributes()) {
                attributes.put(attribute.getName(), server.getAttribute(name, attribute.getName()));
            }
        }
        transform.close();
        return attributes;
    }

    @Test
    void makesTheFieldOptionalAndNullWhenToldToDropIt() {
        DlpTransform.Value<SinkRecord> transform = new DlpTransform.Value<>();
        transform.configure(
                rule(new String[] {"transform", "time-part", "part.to.extract", "YEAR"}, "on.error", "drop-field"));

        SinkRecord masked = requireNonNull(transform.apply(record()));

        assertThat(((Struct) masked.value()).get("secret")).isNull();
        assertThat(masked.valueSchema().field("secret").schema().isOptional()).isTrue();
    }

    @Test
    void saysNothingOfATextThatIsTooLongToInspect() {
        DlpTransform.Value<SinkRecord> transform = new DlpTransform.Value<>();
        transform.configure(rule(
                new String[] {"transform", "redact", "info.types", "*"}, "on.error", "fail", "max.scan.chars", "5"));

        Throwable failure = catchThrowable(() -> transform.apply(record()));

        StringWriter spoken = new StringWriter();
        failure.printStackTrace(new PrintWriter(spoken));
        assertThat(spoken.toString()).contains("field secret", "max.scan.chars").doesNotContain(CANARY);
    }

    @Test
    void dropsTheRecordWhenToldTo() {
        DlpTransform.Value<SinkRecord> transform = new DlpTransform.Value<>();
        transform.configure(
                rule(new String[] {"transform", "time-part", "part.to.extract", "YEAR"}, "on.error", "drop-record"));

        assertThat(transform.apply(record())).isNull();
    }

    @Test
    void failsClosedOnTypesThatARuleCannotMask() {
        DlpTransform.Value<SinkRecord> transform = new DlpTransform.Value<>();
        Map<String, String> properties = rule(new String[] {"transform", "time-part", "part.to.extract", "YEAR"});
        properties.put("rules.r.fields", "flag");
        transform.configure(properties);

        SinkRecord masked = requireNonNull(transform.apply(record()));

        assertThat(((Struct) masked.value()).get("flag")).isNull();
    }

    @Test
    void neverPrintsKeysOrTheKeyset() {
        Throwable failure = catchThrowable(() -> new DlpTransform.Value<SinkRecord>()
                .configure(Map.of(
                        "keyset",
                        "{\"k\": {\"primaryKeyId\": 1, \"key\": [{\"keyData\": \"" + CANARY + "\"}]}}",
                        "rules",
                        "r",
                        "rules.r.fields",
                        "a",
                        "rules.r.transform",
                        "crypto-hash")));

        StringWriter spoken = new StringWriter();
        failure.printStackTrace(new PrintWriter(spoken));
        assertThat(spoken.toString()).contains("keyset").doesNotContain(CANARY);
    }
}
