// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.infotype.InfoType;
import io.millrace.connect.dlp.infotype.Likelihood;
import java.util.List;
import org.junit.jupiter.api.Test;

class DisjointFindingsTest {

    private static Finding finding(String type, Likelihood likelihood, int start, int end) {
        Span span = new Span(start, end);
        return new Finding(new InfoType(type), likelihood, span, span, span);
    }

    @Test
    void lettingAFindingYieldToTheOneThatHoldsIt() {
        Finding email = finding("EMAIL_ADDRESS", Likelihood.LIKELY, 0, 24);
        Finding phone = finding("PHONE_NUMBER", Likelihood.LIKELY, 0, 12);

        assertThat(DisjointFindings.of(List.of(phone, email))).containsExactly(email);
    }

    @Test
    void coversEveryCharacterOfFindingsThatOverlapInPart() {
        Finding longer = finding("URL", Likelihood.POSSIBLE, 0, 20);
        Finding surer = finding("CREDIT_CARD_NUMBER", Likelihood.VERY_LIKELY, 10, 26);

        assertThat(DisjointFindings.of(List.of(longer, surer)))
                .containsExactly(finding("URL", Likelihood.VERY_LIKELY, 0, 26));
    }

    @Test
    void prefersTheSurerOfTwoOnTheSameCharacters() {
        Finding possible = finding("POLAND_PESEL_NUMBER", Likelihood.POSSIBLE, 3, 14);
        Finding likely = finding("TURKEY_ID_NUMBER", Likelihood.LIKELY, 3, 14);

        assertThat(DisjointFindings.of(List.of(possible, likely))).containsExactly(likely);
    }

    @Test
    void prefersTheCloserOfTwoThatAreEquallySure() {
        Finding any = finding("MAC_ADDRESS", Likelihood.LIKELY, 0, 17);
        Finding local = finding("MAC_ADDRESS_LOCAL", Likelihood.LIKELY, 0, 17);

        assertThat(DisjointFindings.of(List.of(any, local))).containsExactly(local);
    }

    @Test
    void keepsNeighboursApart() {
        Finding first = finding("EMAIL_ADDRESS", Likelihood.LIKELY, 0, 5);
        Finding second = finding("EMAIL_ADDRESS", Likelihood.LIKELY, 5, 9);

        assertThat(DisjointFindings.of(List.of(second, first))).containsExactly(first, second);
    }
}
