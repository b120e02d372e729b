// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/** Reads records as rows or as changes of rows. One per task; what it learns about a schema it keeps by reference. */
public final class Changes {
    private final ChangeSettings settings;

    public Changes(ChangeSettings settings) {
        this.settings = settings;
    }

    /**
     * Whether a record adds nothing to a table that only grows: a tombstone, unless {@code null.values=fail}.
     *
     * @throws DataException for a record without a value that must not be skipped
     */
    public boolean skips(SinkRecord record) {
        if (record.value() != null) {
            return false;
        }
        if (settings.nullValues() == NullValues.FAIL) {
            throw new DataException("the record has no value and null.values=fail; auto skips such records");
        }
        return true;
    }
}
