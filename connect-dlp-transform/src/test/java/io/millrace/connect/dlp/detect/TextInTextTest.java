// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.detect.LabelledVectors.Vector;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An escape is a separator, whatever letter it ends in: every labelled vector behind every escape. */
class TextInTextTest {

    private static final List<String> FILES = List.of("detect.tsv", "whole-value.tsv", "own-vectors.tsv");
    private static final InspectSettings EVERYTHING = InspectSettings.of(Arrays.stream(BuiltInInfoType.values())
            .map(BuiltInInfoType::infoType)
            .collect(Collectors.toSet()));

    private final Map<String, Inspector> inspectors = new HashMap<>();

    static Stream<String> escapes() {
        return Stream.of(
                "\\n",
                "\\t",
                "\\r",
                "\\r\\n",
                "\\f",
                "\\b",
                "\\v",
                "\\\\n",
                "\\\\\\\\n",
                "\\u0020",
                "\\u000a",
                "\\\\u0020",
                "\\x20",
                "\\u00a0",
                "%20",
                "%0A",
                "%C2%A0",
                "%2520",
                "&#32;",
                "&#x0A;",
                "&nbsp;",
                "&ensp;",
                "&NewLine;",
                "&amp;#32;",
                "&amp;amp;nbsp;");
    }

    @ParameterizedTest
    @MethodSource("escapes")
    void findsTheSameBehindAnEscapeAsBehindASpace(String escape) {
        TreeSet<String> covered = new TreeSet<>();
        for (Vector vector : vectors()) {
            Inspector inspector = inspector(vector);
            String plain = "text: " + vector.text();
            String escaped = "text:" + escape + vector.text();

            List<String> findings = quotes(inspector.inspect(escaped), escaped);

            assertThat(findings).as(escaped).isEqualTo(quotes(inspector.inspect(plain), plain));
            if (!findings.isEmpty()) {
                covered.add(vector.infoType());
            }
        }
        assertThat(covered).hasSizeGreaterThan(55);
    }

    /** Behind a label and before a word, which an escape parts from the value as a space does. */
    @ParameterizedTest
    @MethodSource("escapes")
    void findsEveryInfoTypeBetweenEscapes(String escape) {
        for (Specimen specimen : Specimen.all()) {
            Inspector inspector = inspectors.computeIfAbsent(
                    specimen.type().name(), name -> Inspector.compile(InspectSettings.named(name), Clock.systemUTC()));
            if (specimen.type() == BuiltInInfoType.HTTP_COOKIE) {
                continue; // all of the line is one
            }
            boolean encoded = specimen.value().startsWith("https:") || specimen.type() == BuiltInInfoType.PASSWORD;
            if (encoded && escape.startsWith("%")) {
                continue; // a part of the URL, or of a form's password
            }
            for (String form : specimen.isCredential()
                    ? List.of("see%2$s%1$s %3$s%2$sfour")
                    : List.of("%1$s%2$s%3$s%2$send", "see%2$s%1$s %3$s%2$sfour", "a=%1$s+%3$s%2$sx&b=1")) {
                String plain = form.formatted(specimen.labelMark(), " ", specimen.value());
                String escaped = form.formatted(specimen.labelMark(), escape, specimen.value());

                assertThat(quotes(inspector.inspect(escaped), escaped))
                        .as(escaped)
                        .isEqualTo(quotes(inspector.inspect(plain), plain));
            }
        }
    }

    /** What is quoted in JSON in JSON is found as in JSON, and its quotes stay. */
    @ParameterizedTest
    @ValueSource(strings = {"\"", "\\\"", "\\\\\\\"", "&quot;"})
    void findsTheSameBetweenQuotesHoweverTheyAreEscaped(String quote) {
        for (Vector vector : vectors()) {
            Inspector inspector = inspector(vector);
            String plain = "{\"text\":\"" + vector.text() + "\"}";
            String escaped = plain.replace("\"", quote);

            assertThat(quotes(inspector.inspect(escaped), escaped))
                    .as(escaped)
                    .isEqualTo(quotes(inspector.inspect(plain), plain));
        }
    }

    private static List<Vector> vectors() {
        List<Vector> vectors = new ArrayList<>();
        for (String file : FILES) {
            for (Vector vector : LabelledVectors.read(file)) {
                boolean plain = vector.text().chars().noneMatch(c -> "\\%&\"'<".indexOf(c) >= 0);
                if (plain && BuiltInInfoType.named(vector.infoType()).isPresent()) {
                    vectors.add(vector);
                }
            }
        }
        return vectors;
    }

    private Inspector inspector(Vector vector) {
        String type = BuiltInInfoType.named(vector.infoType()).orElseThrow().name();
        return inspectors.computeIfAbsent(
                type + vector.regions(),
                key -> Inspector.compile(InspectSettings.named(type).withRegions(vector.regions()), Clock.systemUTC()));
    }

    private static List<String> quotes(List<Finding> findings, String text) {
        return findings.stream()
                .map(finding -> finding.infoType() + " " + finding.likelihood() + " "
                        + text.substring(
                                finding.chars().start(), finding.chars().end()))
                .toList();
    }

    /** Each as it is written in text, and what it stands for. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "jane.roe\\u0040example.org",
                "jane.roe\\\\u0040example.org",
                "jane.roe\\x40example.org",
                "jane.roe%40example.org",
                "jane.roe%u0040example.org",
                "jane.roe\\u{40}example.org",
                "jane.roe\\x{40}example.org",
                "jane.roe\\U00000040example.org",
                "jane.roe%2540example.org",
                "jane.roe&#64;example.org",
                "jane.roe&#x40;example.org",
                "jane.roe&commat;example.org",
                "jane.roe&amp;#64;example.org",
                "4556&ndash;7375&ndash;8689&ndash;9855",
                "4556&thinsp;7375&thinsp;8689&thinsp;9855",
                "4556&shy;7375&zwnj;8689&shy;9855",
                "jos\\u00e9.roe@example.org",
                "jos%C3%A9.roe%40example.org",
                "jos&#233;.roe&#64;example.org",
                "jane.roe@example\\u002eorg",
                "4556\\u00207375\\u00208689\\u00209855",
                "4556%207375%208689%209855",
                "4556&nbsp;7375&nbsp;8689&nbsp;9855",
                "4556\\u200b7375\\u200b8689\\u200b9855",
                "\\uff14556737586899855",
                "\\ud835\\udfd2556737586899855",
                "\\ud835\\udfd2\\ud835\\udfd356 7375 8689 9855",
                "\\\\ud835\\\\udfd2556-7375-8689-9855",
                "jane\\ud835\\udfd2.roe@example.org",
                "%2B1%20628-555-0147",
                "+1&#160;628-555-0147",
                "2001%3Adb8%3A%3A7",
                "jane.roe%5Cu0040example.org",
                "jane.roe\\u0026#64;example.org",
                "jane.roe%26%2364%3Bexample.org",
                "jane.roe%26amp%3B%2364%3Bexample.org",
                "jane.roe&#37;40example.org",
                "jane.roe&#x26;#x40;example.org",
                "jos%25C3%25A9.roe%2540example.org",
                "4556\\u0026nbsp;7375\\u0026nbsp;8689\\u0026nbsp;9855",
                "203.0.113.7",
                "2001\\:db8\\:\\:7",
                "2001\\\\:db8\\\\:\\\\:7",
                "203\\.0\\.113\\.7",
                "jane.roe\\@example.org",
                "jane\\.roe\\@example\\.org",
                "jane\\_roe@example.org",
                "\\+1 628\\-555\\-0147",
                "4556\\-7375\\-8689\\-9855"
            })
    void readsWhatIsEscapedInsideAFinding(String value) {
        Inspector inspector = Inspector.compile(
                InspectSettings.named("EMAIL_ADDRESS", "CREDIT_CARD_NUMBER", "PHONE_NUMBER", "IP_ADDRESS"),
                Clock.systemUTC());
        String text = "{\"m\":\"card, phone, ip or mail: " + value + ", thanks\"}";

        assertThat(DisjointFindings.of(inspector.inspect(text)))
                .extracting(finding ->
                        text.substring(finding.chars().start(), finding.chars().end()))
                .containsExactly(value);
    }

    /** {@code <} and {@code >} are where the URL is expected to begin and end. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "go=<https%3A%2F%2Fshop.example.com%2Fa%3Fb%3D1%26c%3D2>&z=1",
                "go=<https%3A%2F%2Fshop.example.com%2Fa%3Fb%3D%2522c%2522%26d%3D%2520x>&z=1",
                "m=%7B%22url%22%3A%22<https%3A%2F%2Fshop.example.com%2Fa%3Fb%3D1>%22%2C%22a%22%3A1%7D&z=1",
                "m=%5c%22<https%3a%2f%2fshop.example.com%2fa%3fb%3d1>%5c%22+c&z=1",
                "m=SET+url+%3D+%27<https%3A%2F%2Fshop.example.com%2Fa%3Fb%3D1>%27%2C+b%3D%27x%27&z=1",
                "m=%3Ca%3E<https%3A%2F%2Fshop.example.com%2Fa>%3C%2Fa%3E&z=1",
                "[CDATA[<https://shop.example.com/a?b=1>]]",
                "see [<https://shop.example.com/a>] and <http://[2001:db8::7]>, ok",
                "<https://shop.example.com/a?q=%22c%22%20d>&quot;"
            })
    void aUrlEndsWhereWhatHoldsItGoesOn(String marked) {
        Inspector inspector = Inspector.compile(InspectSettings.named("URL"), Clock.systemUTC());
        String text = marked.replace("<", "").replace(">", "");

        assertThat(quotes(inspector.inspect(text), text).stream()
                        .map(found -> found.substring(found.lastIndexOf(' ') + 1)))
                .containsExactlyElementsOf(Arrays.stream(marked.split("<", -1))
                        .skip(1)
                        .map(part -> part.substring(0, part.indexOf('>')))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100% sure, 20%off, 5%de",
                "C:\\Users\\nora\\temp\\usr",
                "C:\\.git\\-x\\_work\\.env",
                "^a\\.b\\-c\\@\\:\\=$",
                "a && b &c; &nothing; &#; &#x; &#99999999999;",
                "\\",
                "\\\\\\\\",
                "\\u12",
                "%",
                "%2",
                "%zz",
                "%C3",
                "%C3%zz",
                "&",
                "&#",
                "&#6"
            })
    void takesNothingForAnEscapeThatIsNone(String text) {
        Inspector inspector = Inspector.compile(EVERYTHING, Clock.systemUTC());

        assertThat(inspector.inspect(text)).isEmpty();
        assertThat(inspector.inspect(text + " jane.roe@example.org"))
                .filteredOn(finding -> finding.infoType().name().equals("EMAIL_ADDRESS"))
                .extracting(Finding::chars)
                .containsExactly(new Span(text.length() + 1, text.length() + 21));
    }

    @Test
    void readsEscapesInOnePass() {
        Inspector inspector = Inspector.compile(EVERYTHING, Clock.systemUTC());

        for (String repeated : List.of("\\", "%", "&", "%25", "&#6", "\\u004", "\\\"")) {
            assertThat(inspector.inspect(repeated.repeat(30_000 / repeated.length())))
                    .isEmpty();
        }
    }
}
