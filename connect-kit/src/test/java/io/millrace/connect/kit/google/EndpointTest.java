// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.kit.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "https://bigquery.googleapis.com, bigquery.googleapis.com, 443, false, false",
        "http://127.0.0.1:9050/, 127.0.0.1, 9050, true, true",
        "HTTP://LocalHost:1, LocalHost, 1, true, true",
        "http://[::1]:80, [::1], 80, true, true",
        "http://127.evil.example.org, 127.evil.example.org, 80, true, false",
        "http://10.0.0.7:9050, 10.0.0.7, 9050, true, false"
    })
    void knowsPlaintextAndItsOwnMachine(String text, String host, int port, boolean plaintext, boolean loopback) {
        Endpoint endpoint = Endpoint.parse(text);

        assertThat(endpoint).isEqualTo(new Endpoint(host, port, plaintext));
        assertThat(endpoint.loopback()).isEqualTo(loopback);
        assertThat(Endpoint.parse(endpoint.toString())).isEqualTo(endpoint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost:9050", "ftp://host", "https://", "https://host/path", "http://me:pw@host", "not a url"
            })
    void saysWhatItAcceptsWithoutRepeatingTheText(String text) {
        assertThatThrownBy(() -> Endpoint.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("accepted: https://host, http://host, either with :port");
    }
}
