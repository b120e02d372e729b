// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

import io.millrace.connect.bigquery.model.Column;
import java.time.InstantSource;
import java.util.function.Function;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A column that tells of the record rather than of the row: what changed, or the record's place in Kafka.
 *
 * @param name as it is in the table
 * @param column as it is made; null if it is only written where somebody has made it
 * @param source where its values come from, by the column that the live table has
 */
public record MetadataColumn(String name, @Nullable Column column, Function<Column, Source> source) {
    /** A column whose values come from the same place whatever the live table has. */
    static MetadataColumn of(Column column, @Nullable Schema schema, Value value) {
        Source source = new Source(schema, value);
        return new MetadataColumn(column.name(), column, live -> source);
    }

    /** A value of the record. */
    @FunctionalInterface
    public interface Value {
        /** Takes it out of the record, or of the clock, which tells when the row is made. */
        @Nullable
        Object of(SinkRecord record, InstantSource clock);
    }

    /**
     * Where values come from.
     *
     * @param schema theirs, null if each tells by itself what it is
     */
    public record Source(@Nullable Schema schema, Value value) {}
}
