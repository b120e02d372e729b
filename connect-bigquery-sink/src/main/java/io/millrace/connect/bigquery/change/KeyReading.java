// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** The record has a key and no value: it says that the row of the key is gone, and nothing of its fields. */
public final class KeyReading extends Reading {
    KeyReading(RecordValues values, @Nullable Schema keySchema) {
        super(values, null, keySchema);
    }

    @Override
    public @Nullable Object image(SinkRecord record) {
        return null;
    }

    @Override
    public boolean hides(String field) {
        return false;
    }
}
