// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.transform;

import com.google.privacy.dlp.v2.CryptoKey;
import io.millrace.connect.emulator.dlp.value.DlpException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** The keys of one request. */
final class Keys {
    private static final int MADE = 32;

    private final Random random;
    private final Map<String, byte[]> transients = new HashMap<>();

    Keys(Random random) {
        this.random = random;
    }

    /** Refused unless it has one of these sizes in bytes. */
    byte[] of(CryptoKey key, int... sizes) {
        byte[] bytes = switch (key.getSourceCase()) {
            case UNWRAPPED -> key.getUnwrapped().getKey().toByteArray();
            case TRANSIENT ->
                transients.computeIfAbsent(key.getTransient().getName(), name -> {
                    byte[] made = new byte[MADE];
                    random.nextBytes(made);
                    return made;
                });
            case KMS_WRAPPED -> throw DlpException.unimplemented("kms_wrapped keys");
            case SOURCE_NOT_SET -> throw DlpException.invalid("a crypto_key is missing");
        };
        if (Arrays.stream(sizes).noneMatch(size -> size == bytes.length)) {
            throw DlpException.invalid("a key has " + bytes.length + " bytes, taken are " + Arrays.toString(sizes));
        }
        return bytes;
    }
}
