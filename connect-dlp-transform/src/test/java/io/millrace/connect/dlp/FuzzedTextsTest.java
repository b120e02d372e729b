// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static io.millrace.connect.dlp.Transforms.masking;
import static io.millrace.connect.dlp.Transforms.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.millrace.connect.testkit.Seeded;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/**
 * Values within words, escaped as URLs and HTML do, within up to three documents within each other: each is found as it is by
 * itself, and what stands around it stays byte for byte.
 */
class FuzzedTextsTest {

    private static final String[][] VALUES = {
        {"CREDIT_CARD_NUMBER", "5555-5555-5555-4444"},
        {"CREDIT_CARD_NUMBER", "3782 822463 10005"},
        {"IBAN_CODE", "GB82WEST12345698765432"},
        {"US_SOCIAL_SECURITY_NUMBER", "536-22-8724"},
        {"PHONE_NUMBER", "(650) 253-0000"},
        {"PHONE_NUMBER", "+1 650-253-0000"},
        {"IP_ADDRESS", "198.51.100.23"},
        {"IP_ADDRESS", "2001:db8::7"},
        {"MAC_ADDRESS", "3c:22:fb:9a:0d:e1"},
        {"EMAIL_ADDRESS", "ann.smith@example.com"},
        {"EMAIL_ADDRESS", "jürgen@müller.de"},
        {"AWS_CREDENTIALS", "AKIAQ7ZP3LMN5RTV2XYB"},
        {"CHINA_RESIDENT_ID_NUMBER", "11010519491231002X"},
        {"MEXICO_CURP_NUMBER", "BOXW310820HNERXN09"},
        {"KOREA_RRN", "860508-1234567"},
        {"BRAZIL_CPF_NUMBER", "390.533.447-05"},
        {"SPAIN_NIE_NUMBER", "X1234567L"}
    };
    private static final List<String> BEFORE = List.of(
            "", "see ", "first line\n", "a\tb\t", "[", "\"", "it is\r\n", "→ ", "naïve: ", "(x) ", "é, ", "\\ ");
    private static final List<String> AFTER =
            List.of("", " end", "\nnext", "\tb", "]", "\"", ", ok", " – x", ") y", "\r\n", " \\");

    /** Ways in which one text writes the characters of another. */
    private enum Way {
        PLAIN {
            @Override
            String write(String text, Random random) {
                return text;
            }
        },
        JSON {
            @Override
            String write(String text, Random random) {
                StringBuilder written = new StringBuilder();
                for (int i = 0; i < text.length(); i++) {
                    char c = text.charAt(i);
                    String mark = "\"\\\n\t\r".indexOf(c) < 0
                            ? ""
                            : "\"\\ntr".substring("\"\\\n\t\r".indexOf(c)).substring(0, 1);
                    boolean byCode =
                            c >= 128 ? random.nextBoolean() : !mark.isEmpty() && c < ' ' && random.nextInt(4) == 0;
                    written.append(
                            byCode
                                    ? String.format("\\u%04x", (int) c)
                                    : mark.isEmpty() ? String.valueOf(c) : "\\" + mark);
                }
                return written.toString();
            }
        },
        URL {
            @Override
            String write(String text, Random random) {
                StringBuilder written = new StringBuilder();
                for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
                    char c = (char) (b & 0xFF);
                    boolean plain = (c < 128 && Character.isLetterOrDigit(c)) || c == '-' || c == '.';
                    written.append(plain ? String.valueOf(c) : String.format("%%%02X", b));
                }
                return written.toString();
            }
        },
        HTML {
            @Override
            String write(String text, Random random) {
                StringBuilder written = new StringBuilder();
                for (int i = 0; i < text.length(); i++) {
                    char c = text.charAt(i);
                    boolean plain =
                            Character.isLetterOrDigit(c) || c == ' ' || (c != '"' && c != '\n' && random.nextBoolean());
                    written.append(
                            plain
                                    ? String.valueOf(c)
                                    : random.nextBoolean() ? "&#" + (int) c + ";" : String.format("&#x%X;", (int) c));
                }
                return written.toString();
            }
        };

        abstract String write(String text, Random random);
    }

    @Test
    void whatStandsAroundAFindingStaysByteForByte() {
        var transform = masking(
                "rules",
                "r",
                "rules.r.fields",
                "**",
                "rules.r.info.types",
                "*",
                "rules.r.transform",
                "replace-with-info-type");

        Seeded.tries("what stands around a finding stays", 3_000, random -> {
            String[] value = VALUES[random.nextInt(VALUES.length)];
            String before = BEFORE.get(random.nextInt(BEFORE.size()));
            String secret = value[1];
            String after = AFTER.get(random.nextInt(AFTER.size()));
            Way inner = List.of(Way.PLAIN, Way.PLAIN, Way.URL, Way.HTML).get(random.nextInt(4));
            before = inner.write(before, random);
            secret = inner.write(secret, random);
            after = inner.write(after, random);
            int documents = random.nextInt(4);
            for (int i = 0; i < documents; i++) {
                boolean list = random.nextBoolean();
                before = (list ? "[1,\"" : "{\"k\":null,\"m\":\"") + Way.JSON.write(before, random);
                secret = Way.JSON.write(secret, random);
                after = Way.JSON.write(after, random) + (list ? "\",true]" : "\",\"z\":[0]}");
            }

            SinkRecord masked =
                    Objects.requireNonNull(transform.apply(record(null, Map.of("t", before + secret + after))));

            String text = String.valueOf(((Map<?, ?>) Objects.requireNonNull(masked.value())).get("t"));
            assertThat(text).isEqualTo(before + "[" + value[0] + "]" + after);
            if (documents > 0) {
                assertThat(JsonParser.parseString(text)).isNotNull();
            }
        });
    }
}
