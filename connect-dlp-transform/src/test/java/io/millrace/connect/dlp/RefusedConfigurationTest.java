// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import static io.millrace.connect.dlp.Transforms.masking;
import static io.millrace.connect.dlp.Transforms.properties;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusedConfigurationTest {
    @ParameterizedTest
    @CsvSource({
        "rules.m.transform, crypto-rot13, rules.m.transform",
        "rules.m.fields, a..b, rules.m.fields",
        "rules.m.key, absent, 'm: key'",
        "rules.m.colour, red, rules.m.colour",
        "rules.x.fields, a, rules.x.fields",
        "info.types, NO_SUCH_TYPE, rules",
        "min.likelihood, perhaps, min.likelihood",
        "keyset, {}, rules",
        "policy, '{\"deidentifyConfig\": {\"recordTransformation\": {}}}', deidentifyConfig.recordTransformation"
    })
    void refusesBadConfigurationByPropertyAndRule(String property, String value, String named) {
        Map<String, String> properties = properties(
                "rules",
                "m,t",
                "rules.m.fields",
                "email",
                "rules.m.transform",
                "crypto-hash",
                "rules.t.fields",
                "text",
                "rules.t.info.types",
                "*",
                "rules.t.transform",
                "redact");
        properties.put(property, value);

        assertThatThrownBy(() -> new DlpTransform.Value<SinkRecord>().configure(properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(named);
    }

    @Test
    void refusesKeyMaterialInAPolicy() {
        String policy = """
                {"deidentifyConfig": {"infoTypeTransformations": {"transformations": [{"primitiveTransformation":
                  {"cryptoHashConfig": {"cryptoKey": {"unwrapped": {"key": "U0VDUkVUU0VDUkVU"}}}}}]}}}""";

        assertThatThrownBy(() -> masking("policy", policy))
                .hasMessageContaining("cryptoKey")
                .hasMessageNotContaining("U0VDUkVU");
    }

    @Test
    void refusesRandomResultsInRecordKeys() {
        DlpTransform.Key<SinkRecord> keys = new DlpTransform.Key<>();

        assertThatThrownBy(() -> keys.configure(properties(
                        "rules", "n",
                        "rules.n.fields", "name",
                        "rules.n.transform", "replace-dictionary",
                        "rules.n.word.list", "Ann,Bob")))
                .hasMessageContaining("rules.n.key");
    }
}
