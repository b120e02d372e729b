// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.time.Clock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random texts out of what each kind of recogniser waits for, cut anywhere: nothing is thrown, and every finding is a range of
 * the text between whole characters.
 */
class FuzzedRecognisersTest {

    private static final int TEXTS = 4_000;
    private static final int MOST_PIECES = 12;
    private static final String MARKS =
            "\"'`\\&%#@:=<>[]{}()|.-_/+,;!*?~$^ \n\t\r0a9fZ\u00e9\u4e2d\ud83d\ude00\udc00\u200d\u0301\uffff\0\u001b";
    private static final List<String> FIELDS =
            List.of("", "password", "cookie", "authorization", "ssn", "email", "phone", "token", "order_id", "value");

    private final List<Inspector> inspectors =
            List.of(inspector(Likelihood.VERY_UNLIKELY), inspector(Likelihood.POSSIBLE), inspector(Likelihood.LIKELY));

    private static Inspector inspector(Likelihood least) {
        return Inspector.compile(
                InspectSettings.of(Arrays.stream(BuiltInInfoType.values())
                                .map(BuiltInInfoType::infoType)
                                .collect(Collectors.toSet()))
                        .withMinLikelihood(least),
                Clock.systemUTC());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // labels, quotes, lists, blocks and tags
                "password token pass secret pw key api_key value default name auth = : -> => ${A: ${ '''' \"\"\" |\n '-^' <password> </ <name>password</name><value> [ { } ]",
                // sentences, options, calls, forms
                "password the^password^is for^ to^ IDENTIFIED^BY^' by^' login machine --password^ mysql^-p curl^-u^ define('password',^' setPassword(\" name=\"password\"\\n\\n ConvertTo-SecureString^",
                // prefixes, headers, keys
                "Bearer^ basic^ bearer+ dXNlcjpwYXNz eyJ eyJhbGciOiJIUzI1NiJ9. eyA ghp_ sk- AKIA dapi glpat- ya29. 1//0 sha256~ -----BEGIN^ -----BEGIN^PRIVATE^KEY----- -----END^ MIIEpAIBAAKCAQEA7bq3Zk1v",
                // addresses of people and machines
                "jane @ example .org a@b.c \"jane\"@ @[ IPv6: 192.168. 1.2.3.4 ::1 fe80 :ab:cd ab-cd- 2001:db8 http:// https://a:b@ jdbc:oracle:thin:a/b@ @tcp( www. com +1^650 (650) 253-0000 x12 ext.",
                // escapes and what is folded
                "\\n \\u0040 \\\" \\\\ %40 %25 %E2%82 %C3%A9 &#64; &amp; &amp;amp; &lt; &#x \u001b[31m #033[ \u3002 \ud835\udfce \u0661 \uff10 \u200e \u0301 jane@example\u3002org password\uff1a 4556 7375"
            })
    void everyFindingIsARangeOfTheText(String alphabet) {
        String[] pieces = alphabet.split(" ", -1);
        long seed = System.nanoTime();
        System.out.println("every finding is a range of the text: seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < TEXTS; round++) {
            String text = text(pieces, random);
            String field = FIELDS.get(random.nextInt(FIELDS.size()));
            for (Inspector inspector : inspectors) {
                List<Finding> findings = inspector.inspect(text, field);

                assertThat(findings)
                        .as("%s in %s, seed %s", text, field, seed)
                        .allMatch(finding -> isRange(text, finding));
                List<Finding> disjoint = DisjointFindings.of(findings);
                assertThat(disjoint)
                        .as("%s in %s, seed %s", text, field, seed)
                        .allMatch(finding -> isRange(text, finding))
                        .isSortedAccordingTo(Comparator.comparingInt(
                                        (Finding finding) -> finding.chars().start())
                                .thenComparingInt(finding -> finding.chars().end()));
                for (int i = 1; i < disjoint.size(); i++) {
                    assertThat(disjoint.get(i).chars().start())
                            .isGreaterThanOrEqualTo(disjoint.get(i - 1).chars().end());
                }
            }
        }
    }

    private static String text(String[] pieces, Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(MOST_PIECES); i > 0; i--) {
            String piece = pieces[random.nextInt(pieces.length)].replace('^', ' ');
            boolean mark = random.nextInt(3) == 0;
            boolean cut = random.nextInt(4) == 0;
            text.append(
                    mark
                            ? String.valueOf(MARKS.charAt(random.nextInt(MARKS.length())))
                            : piece.substring(0, cut ? random.nextInt(piece.length() + 1) : piece.length()));
        }
        return text.toString();
    }

    private static boolean isRange(String text, Finding finding) {
        int start = finding.chars().start();
        int end = finding.chars().end();
        return start >= 0 && start < end && end <= text.length() && !splits(text, start) && !splits(text, end);
    }

    /** True between the two halves of one character. */
    private static boolean splits(String text, int position) {
        return position > 0
                && position < text.length()
                && Character.isHighSurrogate(text.charAt(position - 1))
                && Character.isLowSurrogate(text.charAt(position));
    }
}
