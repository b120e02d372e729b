// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.plan;

import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableFieldSchema;
import io.millrace.connect.bigquery.change.ChangeSettings;
import io.millrace.connect.bigquery.config.Blamed;
import io.millrace.connect.bigquery.config.RecordSettings;
import io.millrace.connect.bigquery.model.Destination;
import io.millrace.connect.bigquery.schema.ColumnNames;
import io.millrace.connect.bigquery.schema.SchemaEvolution;
import io.millrace.connect.bigquery.table.design.DeclaredKey;
import java.util.ArrayList;
import java.util.List;

/** Whether a table that exists can have one row for each key, where it is to and {@code primary.key} names its columns. */
final class KeyCheck {
    private final RecordSettings records;

    KeyCheck(RecordSettings records) {
        this.records = records;
    }

    List<PlanFinding> check(Destination table, Table found) {
        ChangeSettings change = records.changeOf(table);
        if (!change.mode().isKeyed() || change.primaryKey().isRecordKey()) {
            return List.of();
        }
        ColumnNames names = new ColumnNames(records.schema().columns());
        List<String> key = change.primaryKey().fields().stream().map(names::of).toList();
        List<PlanFinding> findings = new ArrayList<>();
        DeclaredKey declared = DeclaredKey.of(found);
        if (declared.isThere() && !declared.isOf(key)) {
            findings.add(new PlanFinding(Blamed.PRIMARY_KEY, table.table(), declared.unlike(table, key)));
        }
        List<String> required = required(found, key);
        if (!required.isEmpty() && !records.schema().allows(SchemaEvolution.RELAX_REQUIRED)) {
            findings.add(
                    PlanFinding.of(
                            Blamed.SCHEMA_EVOLUTION,
                            "table " + table + " requires " + String.join(", ", required)
                                    + ", and a row that is deleted has its key alone; add relax-required, or make them NULLABLE"));
        }
        return findings;
    }

    private static List<String> required(Table found, List<String> key) {
        if (found.getSchema() == null || found.getSchema().getFields() == null) {
            return List.of();
        }
        return found.getSchema().getFields().stream()
                .filter(column -> "REQUIRED".equals(column.getMode()))
                .map(TableFieldSchema::getName)
                .filter(name -> key.stream().noneMatch(name::equalsIgnoreCase))
                .toList();
    }
}
