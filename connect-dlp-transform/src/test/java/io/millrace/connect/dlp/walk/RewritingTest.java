// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.walk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RewritingTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET = "4556737586899855";

    private static String replaced(String text, String by) {
        Rewriting rewriting = new Rewriting(text);
        int at = text.indexOf(SECRET);
        while (at >= 0) {
            rewriting.replace(at, at + SECRET.length(), by);
            at = text.indexOf(SECRET, at + SECRET.length());
        }
        String finished = rewriting.finish();
        int first = text.indexOf(SECRET);
        if (first >= 0 && first == text.lastIndexOf(SECRET)) {
            // one range by itself has a way of its own
            assertThat(Rewriting.once(text, first, first + SECRET.length(), by)).isEqualTo(finished);
        }
        return finished;
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "a # b", "[#]", "[1,#]", " [ # ]", "{x:#}", "\\\"#\\\"", "'#',", "#\n", "x:#,y"})
    void replacesOneRangeAsItWouldReplaceSeveral(String text) {
        for (String by : new String[] {"[X]", "", "a\"b\\c", "4242"}) {
            replaced(text.replace("#", SECRET), by);
        }
        assertThat(Rewriting.once("a b", 2, 3, null)).isEqualTo("a ");
    }

    /** {@code #} is the secret. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "{\"pan\":#} | {\"pan\":\"[X]\"}",
                "{\"pan\": # } | {\"pan\": \"[X]\" }",
                "{\"pans\":[#,#]} | {\"pans\":[\"[X]\",\"[X]\"]}",
                "[#] | [\"[X]\"]",
                "[1,#, 2] | [1,\"[X]\", 2]",
                "{\"pan\":-#} | {\"pan\":\"-[X]\"}",
                "{\"pan\":#.50} | {\"pan\":\"[X].50\"}",
                "{\"m\":\"card #, thanks\"} | {\"m\":\"card [X], thanks\"}",
                "{\"m\":\"[#]\"} | {\"m\":\"[\\\"[X]\\\"]\"}",
                "{\"m\":\"a, #, b\"} | {\"m\":\"a, [X], b\"}",
                "{\"m\":\"{\\\"pan\\\":#}\"} | {\"m\":\"{\\\"pan\\\":\\\"[X]\\\"}\"}",
                "{\"m\":\"say \\\"pan\\\":#, ok\"} | {\"m\":\"say \\\"pan\\\":[X], ok\"}",
                "pan # | pan [X]",
                "# | [X]",
                "INFO payload={\"pan\":#} | INFO payload={\"pan\":\"[X]\"}",
                "x, # ] | x, [X] ]",
                "pan: #, cvv: 123 | pan: [X], cvv: 123",
                // JSON in JSON with line ends
                "{\"m\":\"{\\n  \\\"pan\\\": #\\n}\\n\"} | {\"m\":\"{\\n  \\\"pan\\\": \\\"[X]\\\"\\n}\\n\"}",
                "{\"m\":\"{\\r\\n\\t\\\"pan\\\":\\t#,\\r\\n\\t\\\"a\\\":1}\"} | {\"m\":\"{\\r\\n\\t\\\"pan\\\":\\t\\\"[X]\\\",\\r\\n\\t\\\"a\\\":1}\"}",
                "{\"m\":\"{\\\"pans\\\":[\\n 1,\\n #\\n]}\"} | {\"m\":\"{\\\"pans\\\":[\\n 1,\\n \\\"[X]\\\"\\n]}\"}",
                "{\"m\":\"got {\\\"pan\\\":#} in 3 ms\"} | {\"m\":\"got {\\\"pan\\\":\\\"[X]\\\"} in 3 ms\"}",
                "{\"m\":\"{\\u0022pan\\u0022:#}\"} | {\"m\":\"{\\u0022pan\\u0022:\\u0022[X]\\u0022}\"}",
                "\uFEFF[#] | \uFEFF[\"[X]\"]",
                // in documents of other kinds
                "x: \"{\\\"a\\\":1,\\\"pan\\\":#}\" | x: \"{\\\"a\\\":1,\\\"pan\\\":\\\"[X]\\\"}\"",
                "export X=\"{\\n  \\\"pan\\\": #\\n}\\n\" | export X=\"{\\n  \\\"pan\\\": \\\"[X]\\\"\\n}\\n\"",
                "x=\"{\\\"pans\\\":[#,7]}\" | x=\"{\\\"pans\\\":[\\\"[X]\\\",7]}\"",
                "<m n='{&quot;pan&quot;:#}'/> | <m n='{&quot;pan&quot;:&quot;[X]&quot;}'/>",
                "<m>{&quot;a&quot;:1,&quot;pan&quot;: #&NewLine;}</m> | <m>{&quot;a&quot;:1,&quot;pan&quot;: &quot;[X]&quot;&NewLine;}</m>",
                "<m>{&amp;quot;pan&amp;quot;:#}</m> | <m>{&amp;quot;pan&amp;quot;:&amp;quot;[X]&amp;quot;}</m>",
                "a=1&m=%7B%22pan%22%3A#%7D&b=2 | a=1&m=%7B%22pan%22%3A%22[X]%22%7D&b=2",
                "m=%7b%22a%22%3a%5b1%2c+#%5d%2c%22pan%22%3a+#%0a%7d | m=%7b%22a%22%3a%5b1%2c+%22[X]%22%5d%2c%22pan%22%3a+%22[X]%22%0a%7d",
                "m=%7B%22pan%22%3A%20#%7D | m=%7B%22pan%22%3A%20%22[X]%22%7D",
                "1,\"{\"\"pan\"\":#}\",x | 1,\"{\"\"pan\"\":\"\"[X]\"\"}\",x",
                "{\"m\":\"1,\\\"{\\\"\\\"pan\\\"\\\":#}\\\"\"} | {\"m\":\"1,\\\"{\\\"\\\"pan\\\"\\\":\\\"\\\"[X]\\\"\\\"}\\\"\"}",
                "1,\"{\"\"m\"\":\"\"{\\\"\"pan\\\"\":#}\"\"}\" | 1,\"{\"\"m\"\":\"\"{\\\"\"pan\\\"\":\\\"\"[X]\\\"\"}\"\"}\"",
                "x='{\"m\":\"{\\\\\"pan\\\\\":#}\"}' | x='{\"m\":\"{\\\\\"pan\\\\\":\\\\\"[X]\\\\\"}\"}'",
                "{\"a\\\\\":#} | {\"a\\\\\":\"[X]\"}",
                "m=%7B%22m%22%3A%22%7B%5Cn%20%5C%22pan%5C%22%3A+#%7D%22%7D | m=%7B%22m%22%3A%22%7B%5Cn%20%5C%22pan%5C%22%3A+%5C%22[X]%5C%22%7D%22%7D",
                "[INFO] it's 5\" wide {\"pan\":#} | [INFO] it's 5\" wide {\"pan\":\"[X]\"}",
                "INFO x=[#, 7] | INFO x=[[X], 7]",
                "a=%22pan%22+%3A+# | a=%22pan%22+%3A+[X]",
                "see &quot;pan&quot;: #, and | see &quot;pan&quot;: [X], and",
                "20%# | 20%[X]"
            },
            delimiter = '|')
    void quotesWhatReplacesANumberOfJson(String text, String expected) {
        assertThat(replaced(text.replace("#", SECRET), "[X]")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "{\"pan\":#} | 3187357662792077 | {\"pan\":3187357662792077}",
                "{\"pan\":#} | 0187357662792077 | {\"pan\":\"0187357662792077\"}",
                "{\"pan\":#} | `` | {\"pan\":\"\"}",
                "{\"pan\":#} | 1.5 | {\"pan\":1.5}",
                "{\"m\":\"#\"} | a\"b\\c | {\"m\":\"a\\\"b\\\\c\"}",
                "{\"m\":\"{\\\"n\\\":\\\"#\\\"}\"} | a\"b | {\"m\":\"{\\\"n\\\":\\\"a\\\\\\\"b\\\"}\"}",
                "{\"pan\":#} | a\"b | {\"pan\":\"a\\\"b\"}",
                "{\"m\":\"{\\u0022n\\u0022:\\u0022#\\u0022}\"} | a\"b | {\"m\":\"{\\u0022n\\u0022:\\u0022a\\\\\\\"b\\u0022}\"}",
                "say \"#\" | a\"b | say \"a\"b\"",
                "[#] | 7x | [\"7x\"]"
            },
            delimiter = '|')
    void escapesWhatTheTextAroundAsksFor(String text, String by, String expected) {
        assertThat(replaced(text.replace("#", SECRET), by)).isEqualTo(expected);
    }

    @Test
    void whatParsedAsJsonStillParses() throws Exception {
        long seed = 20261129;
        Random random = new Random(seed);
        for (int i = 0; i < 5_000; i++) {
            String text = JSON.writeValueAsString(List.of(document(random, 0)));
            for (String by : List.of("", "[X]", "\"", "\\", "0123", "-5", "a\nb", "{\"x\":1}")) {
                String rewritten = replaced(text, by);

                assertThat(JSON.readTree(rewritten))
                        .as("seed %d: %s", seed, text)
                        .isNotNull();
                assertThat(rewritten).doesNotContain(SECRET);
            }
        }
    }

    @Test
    void onlyANumberGetsQuotes() {
        for (String text : List.of("[#]", "[x, #, y]", "{to:#}", "{\"a\":#}")) {
            for (String secret : List.of("jane@example.org", "198.51.100.23", "536-22-8724", "1.2.3")) {
                int start = text.indexOf('#');
                Rewriting rewriting = new Rewriting(text.replace("#", secret));
                rewriting.replace(start, start + secret.length(), "[E]");

                assertThat(rewriting.finish()).isEqualTo(text.replace("#", "[E]"));
            }
        }
    }

    private static Object document(Random random, int depth) throws Exception {
        return switch (random.nextInt(depth > 3 ? 4 : 8)) {
            case 0 -> Long.parseLong(SECRET);
            case 1 -> "say \"" + SECRET + "\", or [" + SECRET + ", {\\" + SECRET + "}";
            case 2 -> random.nextInt();
            case 3 -> "\"" + SECRET + "\\";
            case 4 -> JSON.writeValueAsString(Map.of("in", document(random, depth + 1)));
            case 5 -> new ArrayList<>(List.of(document(random, depth + 1), document(random, depth + 1)));
            default -> Map.of("a b", document(random, depth + 1), "c", document(random, depth + 1));
        };
    }
}
