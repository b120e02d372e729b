// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.config;

import io.millrace.connect.bigquery.change.ChangeSettings;
import io.millrace.connect.bigquery.registry.TopicSchemas;
import io.millrace.connect.bigquery.route.RoutingSettings;
import io.millrace.connect.bigquery.table.TableSettings;
import io.millrace.connect.kit.config.OptionValues;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** Everything a connector was told, parsed once: the settings records of the rooms. */
public record SinkConfig(
        TaskName task,
        Connection connection,
        RoutingSettings routing,
        RecordSettings records,
        TableSettings tables,
        WritingSettings writing) {
    /** What the schema of keys is needed for when a table is made before its first record. */
    public TopicSchemas.KeyUse keyUse() {
        if (records.schema().kafkaColumns().needKey()) {
            return TopicSchemas.KeyUse.NEEDED;
        }
        boolean keyed = Stream.concat(Stream.of(records.change()), records.changes().values().stream())
                .anyMatch(
                        change -> change.mode().isKeyed() && change.primaryKey().isRecordKey());
        if (keyed) {
            return TopicSchemas.KeyUse.NEEDED;
        }
        boolean views = Stream.concat(Stream.of(tables.layout()), tables.layouts().values().stream())
                .anyMatch(layout -> layout.view().create());
        return views && records.change().primaryKey().isRecordKey()
                ? TopicSchemas.KeyUse.WELCOME
                : TopicSchemas.KeyUse.NOT_NEEDED;
    }

    private static Map<String, ChangeSettings> changes(OptionValues values, TableOverrides overrides) {
        ChangeSettings common = WritingOptions.readChange(values);
        Map<String, ChangeSettings> changes = new HashMap<>();
        overrides.valuesByTable().forEach((table, ofTable) -> {
            ChangeSettings change = WritingOptions.readChange(ofTable);
            if (!change.equals(common)) {
                changes.put(table, change);
            }
        });
        return changes;
    }

    /** Of properties in which nothing is wrong. */
    static SinkConfig of(SinkProperties read) {
        OptionValues values = SinkOptions.parse(read.translated());
        TableOverrides overrides = read.overrides();
        return new SinkConfig(
                TaskName.of(read.translated()),
                CredentialOptions.read(values),
                DestinationOptions.read(values),
                new RecordSettings(
                        WritingOptions.readChange(values),
                        changes(values, overrides),
                        SchemaOptions.read(values),
                        SchemaRegistryOptions.read(values, read.translated())),
                new TableSettings(TableOptions.readDataset(values), LayoutOptions.read(values), overrides.layouts()),
                WritingOptions.read(values, overrides.valuesByTable(), read.translated()));
    }
}
