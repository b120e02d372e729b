// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.transform;

import com.google.privacy.dlp.v2.Value;
import io.millrace.connect.emulator.dlp.value.UntransformableException;

/** One transformation of one request. */
@FunctionalInterface
public interface Transformation {
    Value apply(Value value, Occasion occasion) throws UntransformableException;
}
