// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.detect.text.Recogniser;
import io.millrace.connect.dlp.detect.text.Scan;
import io.millrace.connect.dlp.infotype.BuiltInInfoType;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of labels within values are read once, and not again from each label, or they would cost their square. */
class ReadOnceTest {

    private final Scan scan = new Scan(Map.of(
            BuiltInInfoType.PASSWORD, Likelihood.LIKELY,
            BuiltInInfoType.AUTH_TOKEN, Likelihood.LIKELY,
            BuiltInInfoType.BASIC_AUTH_HEADER, Likelihood.LIKELY));

    private void begin(String text) {
        scan.begin(text, "", any -> {});
    }

    /** Once it is read, what would be a secret is put in: nobody may find it there any more. */
    private void overwrite(int from, String text) {
        text.getChars(0, text.length(), scan.chars(), from);
    }

    @Test
    void theItemsOfAListAreReadOnce() {
        String unit = "pwd:\n- /a";
        begin(unit.repeat(1_000));
        Recogniser labels = new LabelRecogniser();
        labels.at(scan, 3);

        for (int start = unit.length(); start < scan.length() - unit.length(); start += unit.length()) {
            overwrite(start + 6, "xyz");
            labels.at(scan, start + 3);
        }

        assertThat(scan.candidates()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bearer+", "basic++"})
    void whatIsBehindASchemeIsReadOnce(String unit) {
        begin(unit.repeat(1_000));
        Recogniser bearers = new BearerRecogniser();
        bearers.at(scan, 0);

        overwrite(7 * 500, "bearer+a8Kd0QpL3mZx7VbN2cRt basic+dXNlcjpwYXNzd29yZA==");
        for (int start = unit.length(); start < 7 * 501; start += unit.length()) {
            bearers.at(scan, start);
        }

        assertThat(scan.candidates()).isEmpty();
    }

    @Test
    void whatBearersReadEndsWithTheirCredentials() {
        begin("bearer bearer a8Kd0QpL3mZx7VbN2cRt basic basic dXNlcjpwYXNzd29yZA==");
        Recogniser bearers = new BearerRecogniser();
        for (int i = 0; i < scan.length(); i++) {
            bearers.at(scan, i);
        }

        assertThat(scan.candidates()).hasSize(2);
    }

    /** How far is looked before it is known what stands there: what follows is not asked for. */
    @ParameterizedTest
    @ValueSource(strings = {"pw->#", "x pass: #"})
    void aWordIsToldFromAValueByItsBeginning(String text) {
        for (int before : new int[] {10, 50, 70, 3_000}) {
            String value = "x".repeat(before) + "1y";
            begin(text.replace("#", value));
            new LabelRecogniser().at(scan, text.startsWith("pw") ? 3 : 6);

            assertThat(scan.candidates()).as("%s", before).hasSize(before < 60 ? 1 : 0);
        }
    }

    /** Else each would be read up to the end of the text. */
    @Test
    void aTagBeginsWithItsBracket() {
        begin("<n:password>hunter2x");
        new LabelRecogniser().at(scan, scan.text().substring(0, scan.length()).indexOf('>'));
        assertThat(scan.candidates()).hasSize(1);

        begin("a:password>hunter2x");
        new LabelRecogniser().at(scan, scan.text().substring(0, scan.length()).indexOf('>'));
        assertThat(scan.candidates()).isEmpty();
    }
}
