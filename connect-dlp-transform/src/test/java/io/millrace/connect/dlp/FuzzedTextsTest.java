// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static io.millrace.connect.dlp.Transforms.masking;
import static io.millrace.connect.dlp.Transforms.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import io.millrace.connect.dlp.detect.Specimen;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.testkit.Seeded;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/**
 * A value of each infoType within words, in up to three documents within each other that write it in their way: each is found
 * as it is by itself, becomes the same, and what stands around it stays byte for byte.
 */
class FuzzedTextsTest {

    private static final List<Specimen> SPECIMENS = Specimen.all();
    private static final List<String> LEADS = List.of(
            "", "see ", "first line\n", "a\tb\t", "it is\r\n", "→ ", "naïve, ", "(x) ", "é, ", "\\ ", "ok. ", "1\n2\n");
    private static final List<String> GAPS = List.of(" ", "\n", "\t", "\r", "\r\n", "\u00a0", "  ", "\n\t");
    private static final List<String> AFTER =
            List.of("", " end", "\nnext", "\tb", ", ok", " – x", " ) y", "\r\n", " \\", "\n\"x\"", "\u00a0z");
    private static final List<String> TRANSFORMATIONS = List.of(
            "replace-with-info-type", "redact", "character-mask", "crypto-deterministic", "crypto-replace-ffx-fpe");

    private static final Map<BuiltInInfoType, DlpTransform.Value<SinkRecord>> TRANSFORMS =
            new EnumMap<>(BuiltInInfoType.class);

    /** Documents that hold a text, each of which writes it in its way. */
    private enum Document {
        OBJECT("{\"k\":null,\"m\":\"", "\",\"z\":[0]}") {
            @Override
            String write(String text, Random random) {
                return json(text, random);
            }
        },
        LIST("[1,\"", "\",true]") {
            @Override
            String write(String text, Random random) {
                return json(text, random);
            }
        },
        XML("<r><m>", "</m><n/></r>") {
            @Override
            String write(String text, Random random) {
                return html(text, random);
            }
        },
        CELL("7,\"", "\",x\n") {
            @Override
            String write(String text, Random random) {
                return text.replace("\"", "\"\"");
            }
        },
        LOG("[worker-3] WARN c.e.shop.Orders - it failed, ", " (retry)") {
            @Override
            String write(String text, Random random) {
                return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
            }
        },
        QUERY("https://x.example.com/q?a=1&m=", "&z=1") {
            @Override
            String write(String text, Random random) {
                return percent(text);
            }
        },
        PROPERTIES("app.a=1\napp.m=", "\napp.z=1\n") {
            @Override
            String write(String text, Random random) {
                return text.replaceAll("[\\\\:=]", "\\\\$0")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace("\t", "\\t");
            }
        },
        STATEMENT("UPDATE t SET m = '", "', z = 1 WHERE id = 7") {
            @Override
            String write(String text, Random random) {
                return text.replace("'", "''");
            }
        };

        private final String open;
        private final String close;

        Document(String open, String close) {
            this.open = open;
            this.close = close;
        }

        abstract String write(String text, Random random);

        private static String json(String text, Random random) {
            StringBuilder written = new StringBuilder();
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                int mark = "\"\\\n\t\r".indexOf(c);
                boolean byCode =
                        (c >= 128 && random.nextBoolean()) || ((c <= ' ' || c == '@') && random.nextInt(4) == 0);
                if (byCode) {
                    written.append(String.format("\\u%04x", (int) c));
                } else if (c == '/' && random.nextBoolean()) {
                    written.append("\\/");
                } else {
                    written.append(mark < 0 ? String.valueOf(c) : "\\" + "\"\\ntr".charAt(mark));
                }
            }
            return written.toString();
        }

        private static String percent(String text) {
            StringBuilder written = new StringBuilder();
            for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
                char c = (char) (b & 0xFF);
                boolean plain = (c < 128 && Character.isLetterOrDigit(c)) || c == '-' || c == '.';
                written.append(plain ? String.valueOf(c) : String.format("%%%02X", b));
            }
            return written.toString();
        }

        private static String html(String text, Random random) {
            StringBuilder written = new StringBuilder();
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                boolean must = "<>&\"".indexOf(c) >= 0;
                boolean may = !Character.isLetterOrDigit(c) && c != '%' && random.nextInt(3) == 0;
                if (c == '\u00a0' && random.nextBoolean()) {
                    written.append("&nbsp;");
                } else if (must || may) {
                    written.append(random.nextBoolean() ? "&#" + (int) c + ";" : String.format("&#x%X;", (int) c));
                } else {
                    written.append(c);
                }
            }
            return written.toString();
        }
    }

    /** What a document says itself of these is found, too. */
    private static boolean isOfDocument(BuiltInInfoType type, Document document) {
        return switch (type) {
            case URL, DOMAIN_NAME, STORAGE_SIGNED_URL -> document == Document.QUERY || document == Document.LOG;
            default -> false;
        };
    }

    @Test
    void aValueIsFoundInDocumentsAsItIsByItself() {
        Seeded.tries("a value is found in documents as it is by itself", 6_000, random -> {
            Specimen specimen = SPECIMENS.get(random.nextInt(SPECIMENS.size()));
            String before = LEADS.get(random.nextInt(LEADS.size()))
                    + specimen.labelMark()
                    + (specimen.isCredential() ? " " : GAPS.get(random.nextInt(GAPS.size())));
            String value = specimen.value();
            String after = specimen.type() == BuiltInInfoType.HTTP_COOKIE
                    ? "\n" // all of the line is one
                    : AFTER.get(random.nextInt(AFTER.size()));
            String transformation = transformation(value, random);
            String plain = masked(specimen.type(), transformation, before + value + after);
            assertThat(plain).startsWith(before).endsWith(after).doesNotContain(value);
            String replaced = plain.substring(before.length(), plain.length() - after.length());
            boolean json = false;
            for (int i = random.nextInt(4); i > 0; i--) {
                Document document = Document.values()[random.nextInt(Document.values().length)];
                if (!isOfDocument(specimen.type(), document)) {
                    before = document.open + document.write(before, random);
                    value = document.write(value, random);
                    after = document.write(after, random) + document.close;
                    json = document == Document.OBJECT || document == Document.LIST;
                }
            }

            String text = masked(specimen.type(), transformation, before + value + after);

            assertThat(text).isEqualTo(before + replaced + after);
            if (json) {
                assertIsJson(text);
            }
        });
    }

    private static String transformation(String value, Random random) {
        boolean alphanumeric = value.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c));
        return TRANSFORMATIONS.get(random.nextInt(alphanumeric && value.length() > 5 ? 5 : 4));
    }

    /** A number of JSON that is masked is one of JSON's values still. */
    @Test
    void aNumberOfJsonStaysJson() {
        List<Specimen> numbers = SPECIMENS.stream()
                .filter(specimen -> specimen.bare().matches("[1-9][0-9]{2,}"))
                .toList();
        Seeded.tries("a number of JSON stays JSON", 2_000, random -> {
            Specimen specimen = numbers.get(random.nextInt(numbers.size()));
            String value = specimen.bare();
            String name = specimen.label().replace(' ', '_');
            String text = List.of(
                            "{\"%s\":%s}", "{\"a\":1,\"%s\": %s ,\"z\":[0]}", "{\"%s\":[%s]}", "{\"%s\" : [1 ,%s]}")
                    .get(random.nextInt(4))
                    .formatted(name, value);
            String transformation = transformation(value, random);
            for (int i = random.nextInt(3); i > 0; i--) {
                text = "{\"m\":\"" + Document.json(text, random) + "\"}";
            }

            String masked = masked(specimen.type(), transformation, text);

            assertThat(masked).as(text).doesNotContain(value);
            assertIsJson(masked);
        });
    }

    /** A field for each transformation, which is called so. */
    private static String masked(BuiltInInfoType type, String transformation, String text) {
        DlpTransform.Value<SinkRecord> transform = TRANSFORMS.computeIfAbsent(type, key -> {
            List<String> properties = new ArrayList<>(List.of("rules", String.join(",", TRANSFORMATIONS)));
            for (String each : TRANSFORMATIONS) {
                String rule = "rules." + each;
                properties.addAll(List.of(rule + ".fields", each, rule + ".info.types", type.name()));
                properties.addAll(List.of(rule + ".transform", each));
            }
            properties.addAll(List.of("rules.crypto-replace-ffx-fpe.common.alphabet", "ALPHA_NUMERIC"));
            return masking(properties.toArray(String[]::new));
        });
        SinkRecord masked = Objects.requireNonNull(transform.apply(record(null, Map.of(transformation, text))));
        return String.valueOf(((Map<?, ?>) Objects.requireNonNull(masked.value())).get(transformation));
    }

    private static void assertIsJson(String text) {
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        try {
            reader.skipValue();
            assertThat(reader.peek()).hasToString("END_DOCUMENT");
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }
}
