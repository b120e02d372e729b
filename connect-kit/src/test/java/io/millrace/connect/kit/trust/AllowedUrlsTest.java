// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedUrlsTest {
    private static final AllowedUrls ALLOWED =
            AllowedUrls.parse("https://sts.example.org/v1/token, http://10.0.0.7:9050 ,");

    @ParameterizedTest
    @CsvSource({
        "https://sts.example.org/v1/token, true",
        "https://STS.example.org:443/v1/token, true",
        "https://sts.example.org/v1/token/more?x=1, true",
        "https://sts.example.org/v1/tokens, false",
        "https://sts.example.org/v1, false",
        "https://sts.example.org/v1/token/../other, false",
        "https://sts.example.org/v1/token/%2e%2e/other, false",
        "https://sts.example.org/v1/token/..%2fother, false",
        "https://sts.example.org/v1/token/.%2E/other, false",
        "https://sts.example.org/v1/token/%252e%252e/other, false",
        "https://sts.example.org/v1/token/..%5cother, false",
        "https://sts.example.org/v1/token%2f/other, false",
        "https://sts.example.org/v1/token/b/bucket/o/name%2Fof%2Fobject, true",
        "http://10.0.0.7:9050/storage/v1/b/bucket/o/name%2Fof%2Fobject%20x, true",
        "https://me@sts.example.org/v1/token, false",
        "http://sts.example.org/v1/token, false",
        "https://sts.example.org.evil.org/v1/token, false",
        "http://10.0.0.7:9050/any, true",
        "http://10.0.0.7:9051/any, false",
        "http://10.0.0.7/any, false",
        "not an address, false",
        "'', false"
    })
    void allowsWhatIsAtOrBelowAnEntry(String address, boolean allowed) {
        assertThat(ALLOWED.allows(address)).isEqualTo(allowed);
    }

    @Test
    void allowsNothingByDefault() {
        assertThat(AllowedUrls.parse("").allows("https://sts.example.org/v1/token"))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sts.example.org", "https://me:pw@sts.example.org", "https://", "https://ok.org, :"})
    void saysWhichEntryIsNoAddress(String list) {
        assertThatThrownBy(() -> AllowedUrls.parse(list)).hasMessageContaining(AllowedUrls.PROPERTY);
    }
}
