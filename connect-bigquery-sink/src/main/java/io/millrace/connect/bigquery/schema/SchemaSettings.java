// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** How tables follow records. */
public record SchemaSettings(
        Set<SchemaEvolution> evolution,
        UnknownFields unknownFields,
        ColumnSettings columns,
        TypeSettings types,
        KafkaColumns kafkaColumns) {
    /** What a connector without any of these properties does. */
    public static final SchemaSettings DEFAULT = new SchemaSettings(
            EnumSet.of(SchemaEvolution.ADD_FIELDS, SchemaEvolution.RELAX_REQUIRED),
            UnknownFields.FAIL,
            ColumnSettings.DEFAULT,
            TypeSettings.DEFAULT,
            KafkaColumns.NONE);

    public SchemaSettings {
        Set<SchemaEvolution> copy = EnumSet.noneOf(SchemaEvolution.class);
        copy.addAll(evolution);
        evolution = Collections.unmodifiableSet(copy);
    }

    /** Whether the sink may change live tables this way. */
    public boolean allows(SchemaEvolution change) {
        return evolution.contains(change);
    }
}
