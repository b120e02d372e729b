// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.key;

import java.nio.ByteBuffer;

/** Computes keyed, irreversible results. */
public interface KeyedHash {
    /** HMAC-SHA256, 32 bytes. */
    byte[] hmac(byte[] content);

    /** A number from 0 to below {@code bound}, always the same for the same content. */
    default int choose(byte[] content, int bound) {
        return (int) Long.remainderUnsigned(ByteBuffer.wrap(hmac(content)).getLong(), bound);
    }
}
