// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import io.millrace.connect.dlp.config.DlpConfig;
import org.apache.kafka.connect.connector.ConnectRecord;

/**
 * Finds and masks sensitive data with the vocabulary of Cloud DLP. Fails closed: a field that cannot be masked is
 * emptied, and neither an exception nor a log line ever holds a value.
 *
 * @param <R> the record's type, source or sink
 */
public abstract class DlpTransform<R extends ConnectRecord<R>> extends DlpTransformation<R> {
    private final RecordPart part;

    private DlpTransform(RecordPart part) {
        this.part = part;
    }

    @Override
    Masking start(DlpConfig config) {
        return Wiring.masking(config, part, getClass());
    }

    /** Works on record keys. */
    public static final class Key<R extends ConnectRecord<R>> extends DlpTransform<R> {
        /** For Connect. */
        public Key() {
            super(RecordPart.KEY);
        }
    }

    /** Works on record values. */
    public static final class Value<R extends ConnectRecord<R>> extends DlpTransform<R> {
        /** For Connect. */
        public Value() {
            super(RecordPart.VALUE);
        }
    }

    /** Works on record headers; a header's name is the first step of a path. */
    public static final class Headers<R extends ConnectRecord<R>> extends DlpTransform<R> {
        /** For Connect. */
        public Headers() {
            super(RecordPart.HEADERS);
        }
    }
}
