// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.cloud.client;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.dlp.DlpTransform;
import io.millrace.connect.emulator.Emulator;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One request looks for what all rules want, and each field's rule masks only what it names. */
class CloudInfoTypesIT {
    private static final String TEXT = "Grace Hopper, https://example.org/a or (415) 555-0890";
    private static final MBeanServer BEANS = ManagementFactory.getPlatformMBeanServer();

    private final Emulator emulator = Emulator.builder()
            .trainedInfoType("PERSON_NAME", "Grace Hopper")
            .trainedInfoType("IP_ADDRESS", "localhost")
            .start();
    private final DlpTransform.Value<SinkRecord> transform = new DlpTransform.Value<>();

    @AfterEach
    void stop() {
        transform.close();
        emulator.close();
    }

    /** What is requested is PHONE_NUMBER; {@code site} has a rule for something else. */
    private void configure(String forSite, String... more) {
        transform.configure(CloudProperties.at(
                emulator.grpcEndpoint(),
                Map.of(
                        "info.types", "PHONE_NUMBER",
                        "rules", "site,text",
                        "rules.site.fields", "site",
                        "rules.site.info.types", forSite,
                        "rules.site.transform", "replace-with-info-type",
                        "rules.text.fields", "text",
                        "rules.text.info.types", "*",
                        "rules.text.transform", "replace-with-info-type"),
                more));
    }

    private Map<?, ?> masked() {
        return masked(TEXT);
    }

    private Map<?, ?> masked(String text) {
        SinkRecord record = new SinkRecord("notes", 0, null, null, null, Map.of("site", text, "text", text), 1);
        return (Map<?, ?>)
                requireNonNull(requireNonNull(transform.apply(record)).value());
    }

    /** A counter over all its labels; it is not shown before it counts. */
    private static long counter(String name) throws JMException {
        long sum = 0;
        for (ObjectName bean :
                BEANS.queryNames(new ObjectName("io.millrace.connect:type=dlp-transform-task,*"), null)) {
            for (MBeanAttributeInfo attribute : BEANS.getMBeanInfo(bean).getAttributes()) {
                if (attribute.getName().startsWith(name)) {
                    sum += (Long) BEANS.getAttribute(bean, attribute.getName());
                }
            }
        }
        return sum;
    }

    @Test
    void masksWhatOnlyOneRuleNamesInThatRulesFieldsOnly() {
        configure("URL");

        Map<?, ?> masked = masked();

        assertThat(masked.get("site")).isEqualTo("Grace Hopper, [URL] or (415) 555-0890");
        assertThat(masked.get("text")).isEqualTo("Grace Hopper, https://example.org/a or [PHONE_NUMBER]");
    }

    @Test
    void masksWhatOnlyCloudDlpFinds() {
        configure("PERSON_NAME");

        assertThat(masked().get("site")).isEqualTo("[PERSON_NAME], https://example.org/a or (415) 555-0890");
    }

    @Test
    void masksWhatOnlyCloudDlpFindsWhereAllIsWanted() {
        configure("URL", "info.types", "PHONE_NUMBER,PERSON_NAME");

        assertThat(masked().get("text")).isEqualTo("[PERSON_NAME], https://example.org/a or [PHONE_NUMBER]");
    }

    @Test
    void asksForOwnInfoTypesByTheirDefinitionsOnly() {
        configure(
                "STAFF",
                "info.types",
                "PHONE_NUMBER,STAFF",
                "custom.types",
                "STAFF",
                "custom.STAFF.dictionary",
                "Grace Hopper");

        assertThat(masked().get("site")).isEqualTo("[STAFF], https://example.org/a or (415) 555-0890");
        assertThat(masked().get("text")).isEqualTo("[STAFF], https://example.org/a or [PHONE_NUMBER]");
    }

    @Test
    void countsInInspectModeOnlyWhatARuleWouldMask() throws JMException {
        configure("URL", "mode", "inspect");
        masked();

        assertThat(counter("findings")).isEqualTo(2);
    }

    @Test
    void disagreesInShadowModeOnlyAboutWhatARuleWants() throws Exception {
        configure("URL", "info.types", "PHONE_NUMBER,IP_ADDRESS", "engine", "shadow", "cloud.sample.percent", "100");
        masked();
        masked("call localhost");

        for (int i = 0; i < 400 && counter("disagreed") == 0; i++) {
            TimeUnit.MILLISECONDS.sleep(25);
        }
        assertThat(counter("disagreed")).isEqualTo(1);
        assertThat(emulator.journal().entries("InspectContent", "*")).hasSize(2);
    }
}
