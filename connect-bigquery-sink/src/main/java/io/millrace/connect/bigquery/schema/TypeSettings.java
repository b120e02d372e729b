// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

import java.util.List;

/** Which column type a record's value gets where there is a choice. */
public record TypeSettings(
        DecimalType decimalType,
        ZonelessTimestampType zonelessTimestampType,
        MapFormat mapFormat,
        NullElements nullElements,
        List<ColumnTypeRule> columnTypes,
        Compatibility compatibility) {
    /** What a connector without any of these properties does. */
    public static final TypeSettings DEFAULT = new TypeSettings(
            DecimalType.AUTO, ZonelessTimestampType.DATETIME, MapFormat.ENTRIES, NullElements.FAIL, List.of());

    public TypeSettings {
        columnTypes = List.copyOf(columnTypes);
    }

    /** Without regard to other connectors. */
    public TypeSettings(
            DecimalType decimalType,
            ZonelessTimestampType zonelessTimestampType,
            MapFormat mapFormat,
            NullElements nullElements,
            List<ColumnTypeRule> columnTypes) {
        this(decimalType, zonelessTimestampType, mapFormat, nullElements, columnTypes, Compatibility.NONE);
    }
}
