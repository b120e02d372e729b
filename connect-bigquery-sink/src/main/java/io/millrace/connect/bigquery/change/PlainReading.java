// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** The record's value is the row. */
final class PlainReading implements Reading {
    private final RecordValues values;
    private final @Nullable Schema imageSchema;
    private final @Nullable Schema keySchema;

    PlainReading(RecordValues values, @Nullable Schema imageSchema, @Nullable Schema keySchema) {
        this.values = values;
        this.imageSchema = imageSchema;
        this.keySchema = keySchema;
    }

    @Override
    public @Nullable Schema imageSchema() {
        return imageSchema;
    }

    @Override
    public @Nullable Schema keySchema() {
        return keySchema;
    }

    @Override
    public Object image(SinkRecord record) {
        return values.of(record);
    }

    @Override
    public boolean hides(String field) {
        return false;
    }
}
