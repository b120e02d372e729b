// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import static io.millrace.connect.bigquery.config.SinkConfigTest.properties;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.reject.LetterContent;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterOptionsTest {
    private static final String DEAD = "errors.deadletterqueue.topic.name";
    private static final String HEADERS = "errors.deadletterqueue.context.headers.enable";

    private static Map<String, String> masking(String type) {
        Map<String, String> properties = new HashMap<>(properties());
        properties.put("transforms", "route, mask");
        properties.put("transforms.route.type", "org.apache.kafka.connect.transforms.RegexRouter");
        properties.put("transforms.mask.type", type);
        properties.put(DEAD, "dead");
        return properties;
    }

    private static LetterContent letters(Map<String, String> properties) {
        return Validation.parsed(properties).writing().letters();
    }

    @ParameterizedTest
    @CsvSource({
        "io.millrace.connect.dlp.DlpTransform$Value, TRANSFORMED",
        "io.millrace.connect.dlp.DlpTransform$Key, TRANSFORMED",
        "io.millrace.connect.dlp.DlpTransform$Headers, TRANSFORMED",
        "DlpTransform$Value, TRANSFORMED",
        "org.apache.kafka.connect.transforms.MaskField$Value, TRANSFORMED",
        "io.millrace.connect.dlp.DlpReidentify$Value, CONSUMED",
        "io.millrace.connect.catalog.CatalogTransform, CONSUMED",
    })
    void holdWhatIsMaskedWhereATransformMasks(String type, LetterContent content) {
        assertThat(letters(masking(type))).isEqualTo(content);
    }

    @ParameterizedTest
    @CsvSource({"consumed, CONSUMED", "transformed, TRANSFORMED", "origin, ORIGIN"})
    void holdWhatIsWritten(String written, LetterContent content) {
        Map<String, String> properties = masking("io.millrace.connect.dlp.DlpTransform$Value");
        properties.put("dead.letters", written);
        properties.put(HEADERS, "true");

        assertThat(letters(properties)).isEqualTo(content);
        properties.remove("transforms");
        assertThat(letters(properties)).isEqualTo(content);
    }

    /** Connect's log names a record's place only, so nothing has to be made of it. */
    @Test
    void areLeftToConnectWhereThereIsNoDeadLetterQueue() {
        Map<String, String> properties = masking("io.millrace.connect.dlp.DlpTransform$Value");
        properties.remove(DEAD);
        properties.put("errors.log.enable", "true");

        assertThat(letters(properties)).isEqualTo(LetterContent.CONSUMED);
        assertThat(Validation.of(properties).told()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "false"})
    void sayNothingAtAllWithoutHeadersThatSayWhereARecordIs(String headers) {
        Map<String, String> properties = masking("io.millrace.connect.catalog.CatalogTransform");
        properties.put("dead.letters", "origin");
        properties.put(HEADERS, headers);

        assertThat(ValidationTest.findings(properties)).singleElement().satisfies(finding -> {
            assertThat(finding.property()).isEqualTo("dead.letters");
            assertThat(finding.message()).contains("set " + HEADERS + "=true");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "consumed, 'dead.letters is consumed: records that cannot be written go to topic dead as they were before masking'",
        "transformed, 'records that a converter or a transform refuses never reach the sink'",
    })
    void areToldOfWhereMaskingMeetsThem(String written, String told) {
        Map<String, String> properties = masking("io.millrace.connect.dlp.DlpTransform$Value");
        properties.put("dead.letters", written);

        assertThat(Validation.of(properties).told())
                .singleElement()
                .satisfies(notice -> assertThat(notice.message()).contains(told, "clear text", "restrict who reads"));
    }

    @Test
    void haveNoEffectWhereThereAreNone() {
        Map<String, String> properties = new HashMap<>(properties());
        properties.put("dead.letters", "origin");

        assertThat(Validation.of(properties).told())
                .extracting(Finding::message)
                .containsExactly("dead.letters has no effect: there is no dead letter queue; set " + DEAD);
    }

    @Test
    void areNotToldOfWhereNothingMasks() {
        assertThat(Validation.of(masking("io.millrace.connect.catalog.CatalogTransform"))
                        .told())
                .isEmpty();
    }
}
