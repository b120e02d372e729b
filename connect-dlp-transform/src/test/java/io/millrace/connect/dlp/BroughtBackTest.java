// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was masked inside of a text comes back as the text around it has to have it. */
class BroughtBackTest {

    private static final List<List<String>> TRANSFORMS = List.of(
            List.of("transform", "crypto-deterministic"),
            List.of("transform", "crypto-replace-ffx-fpe", "radix", "95", "on.error", "redact"));

    private static final Map<List<String>, DlpTransform.Value<SinkRecord>> MASKING = new HashMap<>();
    private static final Map<List<String>, DlpReidentify.Value<SinkRecord>> REIDENTIFYING = new HashMap<>();

    private static String text(SinkRecord record) {
        return String.valueOf(((Map<?, ?>) record.value()).get("text"));
    }

    private static String[] properties(List<String> transform, String... more) {
        List<String> properties =
                new ArrayList<>(List.of("rules", "r", "rules.r.fields", "**", "rules.r.surrogate.info.type", "TOK"));
        for (int i = 0; i < transform.size(); i += 2) {
            boolean own = !transform.get(i).equals("on.error");
            properties.add((own ? "rules.r." : "") + transform.get(i));
            properties.add(transform.get(i + 1));
        }
        properties.addAll(List.of(more));
        return properties.toArray(String[]::new);
    }

    /** Masked, and brought back. */
    private static List<String> thereAndBack(String text, List<String> transform) {
        SinkRecord masked = Objects.requireNonNull(MASKING.computeIfAbsent(
                        transform, some -> Transforms.masking(properties(some, "rules.r.info.types", "*")))
                .apply(Transforms.record(null, Map.of("text", text))));
        SinkRecord back = Objects.requireNonNull(REIDENTIFYING
                .computeIfAbsent(transform, some -> Transforms.reidentifying(properties(some)))
                .apply(masked));
        return List.of(text(masked), text(back));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"email\":\"b@example.com\",\"password\":\"p@ss\\\"w0rd\\\\x\"}",
                "{\"m\":\"{\\\"email\\\":\\\"b@example.com\\\",\\\"password\\\":\\\"p@ss\\\\\\\"w0rd\\\\\\\\x\\\"}\"}",
                "{\"ip\":\"203.0.113.9\",\"ssn\":\"219-09-9997\",\"phone\":\"+1 650-253-7793\"}",
                "{\"private_key\":\"-----BEGIN PRIVATE KEY-----\\nMIICdwIBADANBgkqhkiG9w0BAQEFAASC\\nAmEwggJdAgEAAoGBAMq\\n-----END PRIVATE KEY-----\\n\"}",
                "postgres://app:p%40ss@db.internal/x",
                "postgres://app:p%40ss%2Fw0rd@db",
                "password=p%25ss&x=1",
                "<password>p&amp;ss&lt;w0rd</password>",
                "{\"m\":\"<password>p&amp;ss\\\"w0rd</password>\"}",
                "ip=203.0.113.9 mail bob@example.com",
                "http://203.0.113.9/x?y=1",
                "see http://[2001:db8::7]/x",
                "call 650-253-7793 or \"bob@example.com\""
            })
    void isAsItWas(String text) {
        List<String> there = thereAndBack(text, TRANSFORMS.get(0));

        assertThat(there.get(0)).as(text).contains("TOK(");
        assertThat(there.get(1)).as(there.get(0)).isEqualTo(text);
    }

    /** Tokens of FF1 over all of ASCII have quotes and backslashes. */
    @Test
    void tokensThatHadToBeEscapedComeBack() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 400; i++) {
            String address = "203.0.113." + random.nextInt(256);
            String plain = "{\"ip\":\"" + address + "\",\"n\":" + i + ",\"ssn\":\"219-09-"
                    + (1000 + random.nextInt(9000)) + "\"}";
            String inner = "{\"m\":\"" + plain.replace("\"", "\\\"") + "\"}";
            for (String text : List.of(plain, inner, "ip " + address + " \"ok\"")) {
                List<String> there = thereAndBack(text, TRANSFORMS.get(1));
                if (text.startsWith("{")) {
                    assertThat(JsonParser.parseString(there.get(0)).isJsonObject())
                            .as("seed %d", seed)
                            .isTrue();
                }
                assertThat(there.get(1)).as("%s, seed %d", there.get(0), seed).isEqualTo(text);
            }
        }
    }

    /** Another way to write the same. */
    @Test
    void whatParsedStillParsesAndIsTheSameValue() {
        for (String text : List.of(
                "{\"password\":\"\u00e4\\u00f6\\u0022z9\"}",
                "{\"m\":\"{\\\"password\\\":\\\"\u00e4\\\\u00f6\\\\u0022z9\\\"}\"}")) {
            String back = thereAndBack(text, TRANSFORMS.get(0)).get(1);

            assertThat(JsonParser.parseString(back))
                    .isEqualTo(JsonParser.parseString(
                            text.replace("\\\\u0022", "\\\\\\\"").replace("\\\\u00f6", "\u00f6")));
        }
    }
}
