// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * How rows are taken out of records of one pair of schemas. The same object for the same schemas, so that whatever
 * follows from them is kept by reference to it.
 */
public abstract sealed class Reading permits PlainReading, ChangeReading, KeyReading {
    final RecordValues values;
    private final @Nullable Schema imageSchema;
    private final @Nullable Schema keySchema;

    Reading(RecordValues values, @Nullable Schema imageSchema, @Nullable Schema keySchema) {
        this.values = values;
        this.imageSchema = imageSchema;
        this.keySchema = keySchema;
    }

    /** The schema of the row's fields, a struct; null if records have none and each tells its own fields. */
    public final @Nullable Schema imageSchema() {
        return imageSchema;
    }

    /** The schema of the record's key, null if it has none. */
    public final @Nullable Schema keySchema() {
        return keySchema;
    }

    /**
     * The row's fields: a Struct of {@link #imageSchema} or, for a delete without an image, of {@link #keySchema}; a Map
     * by name if there is no schema; null for a change that names no row.
     */
    public abstract @Nullable Object image(SinkRecord record);

    /** Whether a field of the image is left out of the row, because a change column takes its place. */
    public abstract boolean hides(String field);
}
