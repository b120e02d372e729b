// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp;

import io.millrace.connect.dlp.config.DlpConfig;
import org.apache.kafka.connect.connector.ConnectRecord;

/**
 * Brings back what crypto-deterministic and crypto-replace-ffx-fpe masked. What is no token of the keyset stays as it
 * is, and is counted.
 *
 * @param <R> the record's type, source or sink
 */
public abstract class DlpReidentify<R extends ConnectRecord<R>> extends DlpTransformation<R> {
    private final RecordPart part;

    private DlpReidentify(RecordPart part) {
        this.part = part;
    }

    @Override
    Masking start(DlpConfig config) {
        return Wiring.reidentifying(config, part, getClass());
    }

    /** Works on record keys. */
    public static final class Key<R extends ConnectRecord<R>> extends DlpReidentify<R> {
        /** For Connect. */
        public Key() {
            super(RecordPart.KEY);
        }
    }

    /** Works on record values. */
    public static final class Value<R extends ConnectRecord<R>> extends DlpReidentify<R> {
        /** For Connect. */
        public Value() {
            super(RecordPart.VALUE);
        }
    }

    /** Works on record headers; a header's name is the first step of a path. */
    public static final class Headers<R extends ConnectRecord<R>> extends DlpReidentify<R> {
        /** For Connect. */
        public Headers() {
            super(RecordPart.HEADERS);
        }
    }
}
