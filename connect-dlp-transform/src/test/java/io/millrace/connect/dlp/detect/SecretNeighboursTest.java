// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.InspectSettings;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Secrets on one line: each is found behind every other, whatever stands between them. */
class SecretNeighboursTest {

    private static final List<String> SECRETS = List.of(
            "password: Tr0ub4dor9x",
            "mot de passe: Tr0ub4dor9x",
            "API key: a8Kd0QpL3mZx7VbN",
            "token=a8Kd0QpL3mZx7VbN2cRt",
            "token=a8Kd0QpL3mZx7Vb",
            "Authorization: Bearer a8Kd0QpL3mZx7VbN2cRt",
            "Authorization: Basic amFuZTpUcjB1YjRkb3I5eA==",
            "client_secret=a8Kd0QpL3mZx7VbN2cRt",
            "api_key=\"a8Kd0QpL3mZx7VbN2cRt\"");
    private static final List<String> BETWEEN = List.of(" ", "  ", ", ", "; ", " and ", " / ", " | ", "\t", "\n");

    private final Inspector inspector = Inspector.compile(
            InspectSettings.of(BuiltInInfoType.DEFAULT_V1).withMinLikelihood(Likelihood.LIKELY), Clock.systemUTC());

    @Test
    void noneHidesTheNext() {
        List<String> missed = new ArrayList<>();
        for (String first : SECRETS) {
            for (String second : SECRETS) {
                for (String between : BETWEEN) {
                    String text = first + between + second;
                    List<String> alone = new ArrayList<>(found(first));
                    alone.addAll(found(second));
                    if (!found(text).equals(alone)) {
                        missed.add(text + " -> " + found(text));
                    }
                }
            }
        }

        assertThat(missed).isEmpty();
    }

    @Test
    void aTokenEndsBeforeTheFragmentOfAUrl() {
        String token = "a8Kd0QpL3mZx7VbN2cRt";

        assertThat(found("https://a.example/cb?access_token=" + token + "#id_token=" + token))
                .containsExactly(token, token);
    }

    private List<String> found(String text) {
        return DisjointFindings.of(inspector.inspect(text, "")).stream()
                .map(finding ->
                        text.substring(finding.chars().start(), finding.chars().end()))
                .toList();
    }
}
