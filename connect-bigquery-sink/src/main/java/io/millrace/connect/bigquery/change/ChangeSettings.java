// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

/**
 * How records are understood, and what they do to their table.
 *
 * @param placeholder what stands for values that the source did not send
 * @param topicEpoch orders changes behind all that were written with a lower one, see {@link ChangeOrder}
 * @param internal what becomes of records that Debezium writes for itself
 */
public record ChangeSettings(
        RecordFormat format,
        NullValues nullValues,
        PrimaryKey primaryKey,
        ChangeMode mode,
        Truncates truncates,
        UnavailableValues unavailable,
        String placeholder,
        int topicEpoch,
        InternalTopics internal) {
    /** What Debezium writes for a value that its source did not send, unless it is told otherwise. */
    public static final String PLACEHOLDER = "__debezium_unavailable_value";

    /** What a connector without any of these properties does. */
    public static final ChangeSettings DEFAULT =
            new ChangeSettings(RecordFormat.AUTO, NullValues.AUTO, PrimaryKey.RECORD_KEY);

    /** Whether records that Debezium writes for itself are left out. */
    boolean skipsInternal() {
        return internal == InternalTopics.SKIP && format != RecordFormat.PLAIN;
    }

    /** Of tables that only grow. */
    public ChangeSettings(RecordFormat format, NullValues nullValues, PrimaryKey primaryKey) {
        this(
                format,
                nullValues,
                primaryKey,
                ChangeMode.APPEND,
                Truncates.FAIL,
                UnavailableValues.AS_IS,
                PLACEHOLDER,
                0,
                InternalTopics.SKIP);
    }
}
