// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import static io.millrace.connect.bigquery.config.SinkConfigTest.properties;
import static io.millrace.connect.bigquery.config.ValidationTest.findings;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names that BigQuery cannot have are refused without asking it. */
class ImpossibleNamesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            project                | My_Project          | lower-case letters
            project                | my project          | lower-case letters
            project                | -shop               | lower-case letters
            project                | a123456789b123456789c123456789d1 | at most 30
            dataset                | .*=raw              | letters, digits and underscores
            dataset                | my-data             | letters, digits and underscores
            dataset                | raw.orders          | letters, digits and underscores
            dataset                | ${topic:1}-raw      | letters, digits and underscores
            table                  | ${topic}/all        | for a table
            table                  | a.b                 | for a table
            topic.to.table.map     | a:b/c               | for a table
            topic.to.table.map     | a:raw-x.b           | for a dataset
            topic.to.table.map     | a:other-project.raw.b | more than a dataset and a table
            topics                 | shop.orders         | !name.sanitize=false
            topics                 | shop/orders         | !name.sanitize.topics=never
            """)
    void refusesNamesThatBigQueryCannotHaveWithoutAskingIt(String property, String value, String says) {
        Map<String, String> written = properties(property, value, "validate.remote", "false");
        String blamed = property;
        if (says.startsWith("!")) {
            String[] rule = says.substring(1).split("=", 2);
            written.put(rule[0], rule[1]);
            blamed = rule[0];
        }

        List<Finding> found = findings(written);

        String expected = says.startsWith("!") ? "'" + value + "' is no name that BigQuery accepts" : says;
        assertThat(found).extracting(Finding::property).containsExactly(blamed);
        assertThat(found.get(0).message()).contains(expected).contains(value);
    }

    @Test
    void refusesTwoTopicsThatSanitizingMakesOneTable() {
        assertThat(findings(properties("topics", "a.b,a_b", "validate.remote", "false")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.property()).isEqualTo("topics");
                    assertThat(finding.message()).contains("a.b", "a_b", "topic.to.table.map");
                });
        assertThat(findings(properties("topics", "a.b,a_b", "topic.to.table.map", "a.b:a_b")))
                .isEmpty();
    }

    @Test
    void saysNothingOfTopicsThatATransformMayRename() {
        assertThat(findings(properties("topics", "shop.orders", "name.sanitize", "false", "transforms", "route")))
                .isEmpty();
    }
}
