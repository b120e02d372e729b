// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.testkit.CapturedLogs;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules whose tokens nobody can bring back say so. */
class UnreachableTokensTest {
    /** What nothing can bring back is said when masking starts, on the property that is missing. */
    @ParameterizedTest
    @CsvSource({
        "crypto-deterministic, EMAIL_ADDRESS, '', true",
        "crypto-replace-ffx-fpe, EMAIL_ADDRESS, '', true",
        "crypto-deterministic, EMAIL_ADDRESS, TOK, false",
        "crypto-hash, EMAIL_ADDRESS, '', false",
        "crypto-deterministic, '', '', false"
    })
    void tokensInTextsWithoutASurrogateAreTold(String transform, String infoTypes, String surrogate, boolean told) {
        Map<String, String> properties = new HashMap<>(Transforms.properties());
        properties.put("rules", "r");
        properties.put("rules.r.fields", "a");
        properties.put("rules.r.transform", transform);
        if (!infoTypes.isEmpty()) {
            properties.put("rules.r.info.types", infoTypes);
        }
        if (!surrogate.isEmpty()) {
            properties.put("rules.r.surrogate.info.type", surrogate);
        }
        try (CapturedLogs logs = new CapturedLogs();
                DlpTransform.Value<SinkRecord> transformation = new DlpTransform.Value<>()) {
            transformation.configure(properties);

            assertThat(logs.text().contains("rules.r.surrogate.info.type is not given"))
                    .isEqualTo(told);
        }
    }

    /** Whoever brings values back has the masked context only. */
    @ParameterizedTest
    @CsvSource({
        "id, crypto-deterministic, v, crypto-deterministic, true",
        "**.id, crypto-hash, v, crypto-deterministic, true",
        "'id,v', crypto-deterministic, w, redact, true",
        "other, crypto-deterministic, v, crypto-deterministic, false",
        "id, crypto-deterministic, v, crypto-hash, false",
        "id, keep, v, crypto-deterministic, false"
    })
    void contextsThatAreMaskedThemselvesAreTold(
            String fields, String transform, String bound, String binding, boolean told) {
        Map<String, String> properties = new HashMap<>(Transforms.properties());
        properties.put("rules", "r,s");
        properties.put("rules.r.fields", fields);
        properties.put("rules.r.transform", transform);
        properties.put("rules.s.fields", bound);
        properties.put("rules.s.transform", binding);
        properties.put(binding.equals("redact") ? "rules.r.context" : "rules.s.context", "id");
        if (binding.equals("crypto-hash")) {
            properties.remove("rules.s.context");
        }
        try (CapturedLogs logs = new CapturedLogs();
                DlpTransform.Value<SinkRecord> transformation = new DlpTransform.Value<>()) {
            transformation.configure(properties);

            assertThat(logs.text().contains("field id is masked itself, by rule r"))
                    .isEqualTo(told);
        }
    }
}
