// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.cloud.client;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.DlpTransform;
import io.millrace.connect.emulator.Emulator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The local engine and Cloud DLP, which the emulator reads by dlp.proto and by nothing of ours, mask alike. */
class EnginesAgreeIT {
    private static final Pattern WORDS = Pattern.compile(" ");
    private static final List<Object> VALUES = List.of(
            "1234-5678-9012-3456",
            "abc",
            "",
            "\uD83D\uDE00aé",
            "10",
            "9",
            "89",
            "85",
            "0.3",
            42L,
            4111111111111111L,
            -5L,
            "2024-02-29",
            "02/29/2024",
            "2024-12-30T23:59:00Z",
            "2021-01-03",
            "not a date");

    private static Emulator emulator;

    @BeforeAll
    static void start() {
        emulator = Emulator.builder().start();
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    private static List<Object> masked(Map<String, String> properties, List<Object> values) {
        try (DlpTransform.Value<SinkRecord> transform = new DlpTransform.Value<>()) {
            transform.configure(properties);
            List<Object> masked = new ArrayList<>();
            for (Object value : values) {
                SinkRecord record = new SinkRecord("t", 0, null, null, null, Map.of("v", value), 0);
                Map<?, ?> row = (Map<?, ?>)
                        requireNonNull(requireNonNull(transform.apply(record)).value());
                masked.add(String.valueOf(row.get("v")));
            }
            return masked;
        }
    }

    private static void assertAgreed(Map<String, String> properties, List<Object> values) {
        Map<String, String> cloud = CloudProperties.at(
                emulator.grpcEndpoint(),
                properties,
                "cloud.max.requests.per.minute",
                "100000",
                "cloud.cache.size",
                "0");

        assertThat(masked(cloud, values)).isEqualTo(masked(properties, values));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "transform=character-mask",
                "transform=character-mask number.to.mask=3",
                "transform=character-mask number.to.mask=-4 masking.character=#",
                "transform=character-mask number.to.mask=-4 reverse.order=true",
                "transform=character-mask number.to.mask=5 characters.to.ignore=-",
                "transform=redact",
                "transform=replace new.value=X",
                "transform=fixed-size-bucketing lower.bound=10 upper.bound=89 bucket.size=10",
                "transform=fixed-size-bucketing lower.bound=0 upper.bound=1 bucket.size=0.25",
                "transform=time-part part.to.extract=YEAR",
                "transform=time-part part.to.extract=MONTH",
                "transform=time-part part.to.extract=DAY_OF_MONTH",
                "transform=time-part part.to.extract=DAY_OF_WEEK",
                "transform=time-part part.to.extract=WEEK_OF_YEAR"
            })
    void onWholeValues(String rule) {
        Map<String, String> properties = new HashMap<>(Map.of("rules", "r", "rules.r.fields", "v"));
        WORDS.splitAsStream(rule).forEach(property -> {
            int equals = property.indexOf('=');
            properties.put("rules.r." + property.substring(0, equals), property.substring(equals + 1));
        });

        assertAgreed(properties, VALUES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "call (415) 555-0890 or ada@example.org",
                "card 4111-1111-1111-1111 or 4111111111111112",
                "SSN 222-22-2222, not 666-12-3456",
                "to DE89370400440532013000, DE88370400440532013000",
                "IBAN DE89 3704 0044 0532 0130 00, ok",
                "see https://example.org/a?b=c.",
                "from 10.0.0.1:80 and 2001:db8::1",
                "555-222-2222@example.org",
                "1700000000000 12345 at 12:30"
            })
    void onFindings(String text) {
        assertAgreed(
                Map.of(
                        "info.types",
                        "EMAIL_ADDRESS,PHONE_NUMBER,CREDIT_CARD_NUMBER,US_SOCIAL_SECURITY_NUMBER,IBAN_CODE,IP_ADDRESS,URL",
                        "rules",
                        "r",
                        "rules.r.fields",
                        "v",
                        "rules.r.info.types",
                        "*",
                        "rules.r.transform",
                        "replace-with-info-type"),
                List.of(text));
    }
}
