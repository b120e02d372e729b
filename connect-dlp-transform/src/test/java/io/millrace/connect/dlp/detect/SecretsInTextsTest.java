// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.detect.text.LineResource;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole texts, each with its secrets marked: exactly these are found. */
class SecretsInTextsTest {

    private final Inspector inspector = Inspector.compile(
            InspectSettings.named(
                            "PASSWORD",
                            "AUTH_TOKEN",
                            "BASIC_AUTH_HEADER",
                            "AWS_CREDENTIALS",
                            "AZURE_AUTH_TOKEN",
                            "GCP_CREDENTIALS",
                            "JSON_WEB_TOKEN",
                            "ENCRYPTION_KEY",
                            "EMAIL_ADDRESS")
                    .withMinLikelihood(Likelihood.LIKELY),
            Clock.systemUTC());

    static List<String> lines() {
        return LineResource.read(SecretsInTextsTest.class, "secrets-in-texts.txt");
    }

    @ParameterizedTest
    @MethodSource("lines")
    void exactlyTheMarkedSecretsAreFound(String line) {
        boolean named = line.startsWith("@@");
        String field = named ? line.substring(2, line.indexOf('|')) : "";
        String marked = named ? line.substring(line.indexOf('|') + 1) : line;
        marked = marked.replace('⏎', '\n').replace('⇥', '\t');
        String text = marked.replace("«", "").replace("»", "");

        List<Finding> found = DisjointFindings.of(inspector.inspect(text, field));

        List<String> spans = new ArrayList<>();
        for (Finding finding : found) {
            spans.add(text.substring(finding.chars().start(), finding.chars().end()));
        }
        assertThat(spans).isEqualTo(secrets(marked));
    }

    private static List<String> secrets(String marked) {
        List<String> secrets = new ArrayList<>();
        int open = marked.indexOf('«');
        while (open >= 0) {
            int close = marked.indexOf('»', open);
            secrets.add(marked.substring(open + 1, close));
            open = marked.indexOf('«', close);
        }
        return secrets;
    }
}
