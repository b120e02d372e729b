// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.testkit.GeneratedPage;
import io.millrace.connect.testkit.ReferencePage;
import org.junit.jupiter.api.Test;

class MigrationPageTest {
    @Test
    void theMigrationPageListsEveryNameOfKcbq() {
        StringBuilder table = new StringBuilder("| KCBQ | here |\n|---|---|\n");
        KcbqNames.RULES.forEach((name, rule) -> table.append("| `")
                .append(name)
                .append("` | ")
                .append(ReferencePage.escaped(rule.outcome()))
                .append(" |\n"));

        GeneratedPage.at("docs/migrating-from-kcbq.md").holds(table.toString());
    }
}
