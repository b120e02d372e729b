// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static io.millrace.connect.dlp.Transforms.masking;
import static io.millrace.connect.dlp.Transforms.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connect.dlp.walk.RuleWatch;
import io.millrace.connect.testkit.CapturedLogs;
import io.millrace.connect.testkit.WorkersMetrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules act, or say that they do not. */
class ActingRulesTest {
    private static final String MAIL = "jane.roe@example.org";
    private static final String SSN = "536-22-8724";
    private static final Schema USER = SchemaBuilder.struct()
            .field("email", Schema.STRING_SCHEMA)
            .field("nickname", Schema.STRING_SCHEMA)
            .build();

    /** Rules as {@code fields|what|condition;…}, where what is redact, keep, or infoTypes to look for. */
    private static Map<String, String> rules(String rules) {
        Map<String, String> properties = new HashMap<>();
        List<String> names = new ArrayList<>();
        for (String rule : rules.split(";", -1)) {
            String[] parts = rule.strip().split("\\|", -1);
            String name = "r" + names.size();
            names.add(name);
            boolean whole = parts[1].equals("redact") || parts[1].equals("keep");
            properties.put("rules." + name + ".fields", parts[0]);
            properties.put("rules." + name + ".transform", whole ? parts[1] : "replace-with-info-type");
            if (!whole) {
                properties.put("rules." + name + ".info.types", parts[1]);
            }
            if (parts.length > 2) {
                properties.put("rules." + name + "." + parts[2].split(":", 2)[0], parts[2].split(":", 2)[1]);
            }
        }
        properties.put("rules", String.join(",", names));
        return properties;
    }

    private static DlpTransform.Value<SinkRecord> transform(String rules) {
        DlpTransform.Value<SinkRecord> transform = new DlpTransform.Value<>();
        transform.configure(rules(rules));
        return transform;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "**|redact; **.nickname|redact",
                "**|redact; **.nickname|*",
                "**|keep; user|redact",
                "**|*; **.nickname|EMAIL_ADDRESS",
                "**|EMAIL_ADDRESS; a|IP_ADDRESS; a|EMAIL_ADDRESS,IP_ADDRESS",
                "**|*; **.nickname|keep",
                "a.b,c|redact; c,a.b.d|redact",
                "user.*|redact; user.email|redact",
                "**.email|redact; user.email|redact",
                "m{*}|redact; m{*}.x|redact",
                "a|redact; a[*].b|redact",
                "a|redact|condition:x = 1; a|keep|condition:x = 1",
                "a|redact|topics:t.*; a.b|redact|topics:t.*",
                "a|redact|topics:t.*; b|redact; a.c,b.c|redact|topics:t.*",
                "a|redact; a|redact"
            })
    void refusesARuleThatOthersLeaveNothingTo(String rules) {
        String last = "rules.r" + (rules.split(";", -1).length - 1) + ".fields";

        assertThatThrownBy(() -> transform(rules))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(last + ": ")
                .hasMessageContaining("r0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "**.nickname|redact; **|redact",
                "**|*; **.nickname|redact",
                "**|EMAIL_ADDRESS; **|IP_ADDRESS",
                "**|EMAIL_ADDRESS; a|keep; **|IP_ADDRESS",
                "a|redact|condition:x = 1; a|redact",
                "a|redact|condition:x = 1; a|redact|condition:x = 2",
                "a|redact|topics:t.*; a|redact",
                "a|redact; a,b|redact",
                "a.*|redact; a|redact",
                "m|redact; m{key}|redact",
                "*|redact; **.a|redact"
            })
    void takesARuleThatHasSomethingLeft(String rules) {
        assertThatCode(() -> transform(rules).close()).doesNotThrowAnyException();
    }

    @Test
    void refusesARuleThatOnlyLooksWhereNothingIsLookedAt() {
        Map<String, String> properties = rules("source.query|*");
        properties.put("scan.exclude", "op,source.**");

        assertThatThrownBy(() -> new DlpTransform.Value<SinkRecord>().configure(properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("rules.r0.fields: ")
                .hasMessageContaining("scan.exclude");
    }

    @Test
    void namesThePlaceInAPolicy() {
        Map<String, String> properties = Map.of("policy", """
                {"deidentifyConfig": {"recordTransformations": {"fieldTransformations": [
                  {"fields": [{"name": "a"}], "primitiveTransformation": {"redactConfig": {}}},
                  {"fields": [{"name": "a.b"}], "primitiveTransformation": {"redactConfig": {}}}]}}}""");

        assertThatThrownBy(() -> new DlpTransform.Value<SinkRecord>().configure(properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("policy: deidentifyConfig.recordTransformations.fieldTransformations[1]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$.email",
                "$",
                "$..email",
                "user/email",
                "/user/email",
                "//email",
                "#/user/email",
                "user->email",
                "user>email",
                "user\\email",
                "(email|phone)",
                "email$|phone",
                "^email",
                "email?",
                ".email",
                "email.",
                "a..b",
                "users[0].email",
                "users[].email",
                "['email']",
                "$['email']",
                "*email",
                "email*",
                "user{email}",
                "\"email\"",
                "!email",
                "a=b",
                "***"
            })
    void refusesOtherSyntaxOfPaths(String path) {
        Map<String, String> properties = rules("x|redact");
        properties.put("rules.r0.fields", path);
        assertThatThrownBy(() -> new DlpTransform.Value<SinkRecord>().configure(properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("rules.r0.fields: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"`$`.email", "$oid", "@timestamp", "`user/email`", "first name", "a:b", "größe", "a-b", "#text"})
    void takesNamesThatThereAre(String path) {
        Map<String, String> properties = rules("x|redact");
        properties.put("rules.r0.fields", path);

        assertThatCode(() -> new DlpTransform.Value<SinkRecord>().configure(properties))
                .doesNotThrowAnyException();
    }

    /** Rules over a text, and what becomes of it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "**|EMAIL_ADDRESS; **|US_SOCIAL_SECURITY_NUMBER # [EMAIL_ADDRESS] [US_SOCIAL_SECURITY_NUMBER]",
                "t|EMAIL_ADDRESS; **|* # [EMAIL_ADDRESS] [US_SOCIAL_SECURITY_NUMBER]",
                "t|EMAIL_ADDRESS|condition:id = 1; t|US_SOCIAL_SECURITY_NUMBER # [EMAIL_ADDRESS] [US_SOCIAL_SECURITY_NUMBER]",
                "t|EMAIL_ADDRESS|condition:id = 2; t|US_SOCIAL_SECURITY_NUMBER # jane.roe@example.org [US_SOCIAL_SECURITY_NUMBER]",
                "**|*; t|redact # ''",
                "**|*; t|redact|condition:id = 2 # [EMAIL_ADDRESS] [US_SOCIAL_SECURITY_NUMBER]",
                "**|*; t|redact|condition:id = 1 # ''",
                "**|EMAIL_ADDRESS; t|keep; **|US_SOCIAL_SECURITY_NUMBER # [EMAIL_ADDRESS] 536-22-8724",
                "t|keep|condition:id = 1; **|* # jane.roe@example.org 536-22-8724"
            })
    void letsSeveralRulesLookForFindings(String rules, String expected) {
        Schema schema = SchemaBuilder.struct()
                .field("id", Schema.INT32_SCHEMA)
                .field("t", Schema.STRING_SCHEMA)
                .build();
        String text = MAIL + " " + SSN;
        try (var transform = transform(rules)) {
            SinkRecord with = Objects.requireNonNull(transform.apply(
                    record(schema, new Struct(schema).put("id", 1).put("t", text))));
            SinkRecord without = Objects.requireNonNull(transform.apply(record(null, Map.of("id", 1, "t", text))));

            assertThat(((Struct) with.value()).get("t")).isEqualTo(expected);
            assertThat(((Map<?, ?>) without.value()).get("t")).isEqualTo(expected);
        }
    }

    @Test
    void givesEachFindingToTheFirstRuleThatLooksForIt() {
        try (var transform = masking(
                "rules", "a,b",
                "rules.a.fields", "t",
                "rules.a.info.types", "EMAIL_ADDRESS",
                "rules.a.transform", "replace",
                "rules.a.new.value", "first",
                "rules.b.fields", "**",
                "rules.b.info.types", "*",
                "rules.b.transform", "replace",
                "rules.b.new.value", "second")) {
            SinkRecord masked = Objects.requireNonNull(transform.apply(record(null, Map.of("t", MAIL + " " + SSN))));

            assertThat(masked.value()).isEqualTo(Map.of("t", "first second"));
        }
    }

    /** Rules over the map m, and what becomes of its entries email, phone and 7. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "m.email|redact # '' # x",
                "m.email|EMAIL_ADDRESS # [EMAIL_ADDRESS] # x",
                "**.email|redact # '' # x",
                "*.email|redact # '' # x",
                "m.`email`|redact # '' # x",
                "m.email|keep; m|redact # jane.roe@example.org # ''",
                "m.phone|redact; m{*}|* # [EMAIL_ADDRESS] # ''",
                "m.*|redact # '' # ''"
            })
    void treatsEntriesByTheirKeys(String rules, String email, String phone) {
        Schema schema = SchemaBuilder.struct()
                .field(
                        "m",
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA)
                                .build())
                .build();
        Map<String, String> entries = Map.of("email", MAIL, "phone", "x");
        try (var transform = transform(rules)) {
            SinkRecord with =
                    Objects.requireNonNull(transform.apply(record(schema, new Struct(schema).put("m", entries))));
            SinkRecord without = Objects.requireNonNull(transform.apply(record(null, Map.of("m", entries))));

            assertThat(((Struct) with.value()).get("m")).isEqualTo(Map.of("email", email, "phone", phone));
            assertThat(without.value()).isEqualTo(Map.of("m", Map.of("email", email, "phone", phone)));
        }
    }

    @Test
    void givesAllEntriesOneTypeWhateverTheirKey() {
        Schema user = SchemaBuilder.struct().field("age", Schema.INT32_SCHEMA).build();
        Schema schema = SchemaBuilder.struct()
                .field(
                        "m",
                        SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA)
                                .build())
                .field("deep", SchemaBuilder.map(Schema.STRING_SCHEMA, user).build())
                .build();
        Struct value = new Struct(schema)
                .put("m", Map.of("pin", 4711, "age", 7))
                .put("deep", Map.of("jane", new Struct(user).put("age", 41), "joe", new Struct(user).put("age", 42)));
        try (var transform = masking(
                "rules", "r",
                "rules.r.fields", "m.pin,deep.jane.age",
                "rules.r.transform", "replace",
                "rules.r.new.value", "none")) {
            Struct masked = (Struct) Objects.requireNonNull(transform.apply(record(schema, value)))
                    .value();

            assertThat(masked.get("m")).isEqualTo(Map.of("pin", "none", "age", "7"));
            assertThat(masked.get("deep").toString()).contains("jane=Struct{age=none}", "joe=Struct{age=42}");
            masked.validate();
        }
    }

    private static String heard(String rules, int records, @Nullable WorkersMetrics metrics) {
        try (CapturedLogs logs = new CapturedLogs()) {
            DlpTransform.Value<SinkRecord> transform = transform(rules);
            if (metrics != null) {
                transform.withPluginMetrics(metrics);
            }
            for (int i = 0; i < records; i++) {
                transform.apply(record(USER, new Struct(USER).put("email", MAIL).put("nickname", "j")));
                transform.apply(record(null, Map.of("user", Map.of("e-mail", MAIL, "canary", "j"))));
            }
            transform.close();
            return logs.text();
        }
    }

    @ParameterizedTest
    @CsvSource({"**.emial, email", "**.Email, email", "user.e_mail, e-mail", "nick_name, nickname", "nicknam, nickname"
    })
    void warnsOfARuleThatMatchesNoFieldWithTheNamesThatAreNear(String path, String near) {
        WorkersMetrics metrics = new WorkersMetrics(Map.of());

        String heard = heard(path + "|redact; email|*", RuleWatch.FIRST_RECORDS, metrics);

        assertThat(heard)
                .containsOnlyOnce("a rule has matched no field rule=r0")
                .containsPattern("almost=\\[[^\\]]*" + near)
                .doesNotContain("canary", "rule=r1");
        assertThat(metrics.value("rules-without-match")).isEqualTo(1L);
    }

    /** A name that is spelt just so is no reason. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "email|*; **.email|redact",
                "email|*; nickname|EMAIL_ADDRESS; email|redact; user|redact",
                "user|redact; email|redact; **.email|EMAIL_ADDRESS,IP_ADDRESS",
                "user|keep; email|redact; **.email|drop"
            })
    void warnsOfARuleWhoseFieldsAnotherTreats(String rules) {
        String heard = heard(rules.replace("|drop", "|redact"), RuleWatch.FIRST_RECORDS, null);

        assertThat(heard).contains("a rule has matched no field, since").containsPattern("treated-by=\\[[^\\]]*r\\d");
        assertThat(heard).doesNotContain("almost=[email");
    }

    @Test
    void warnsWhenThereAreNoMoreRecords() {
        assertThat(heard("**.emial|redact", 1, null)).contains("a rule has matched no field rule=r0", "records=2");
        assertThat(heard("**.email|redact", 1, null)).doesNotContain("has matched no field");
    }

    @Test
    void countsARuleOutThatMatchesLater() {
        WorkersMetrics metrics = new WorkersMetrics(Map.of());
        try (var transform = transform("m.later|redact; n.later|redact; **.email|redact")) {
            transform.withPluginMetrics(metrics);
            for (int i = 0; i < RuleWatch.FIRST_RECORDS; i++) {
                transform.apply(record(null, Map.of("email", MAIL)));
            }
            assertThat(metrics.value("rules-without-match")).isEqualTo(2L);

            transform.apply(record(null, Map.of("m", Map.of("later", "x"))));

            assertThat(metrics.value("rules-without-match")).isEqualTo(1L);
        }
    }
}
