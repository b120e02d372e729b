// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** The record's value is the row. */
public final class PlainReading extends Reading {
    PlainReading(RecordValues values, @Nullable Schema imageSchema, @Nullable Schema keySchema) {
        super(values, imageSchema, keySchema);
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
