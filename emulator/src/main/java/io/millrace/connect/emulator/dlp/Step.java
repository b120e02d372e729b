// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp;

import com.google.privacy.dlp.v2.FieldId;
import com.google.privacy.dlp.v2.Value;
import io.millrace.connect.emulator.dlp.value.UntransformableException;
import java.util.Optional;
import java.util.function.Function;

/** What is done to one value of an item. */
@FunctionalInterface
interface Step {
    /**
     * The value afterwards.
     *
     * @param column the name of its column, empty where there is none
     * @param row the values beside it, before any transformation
     */
    Value apply(Value value, String column, Function<FieldId, Optional<Value>> row) throws UntransformableException;
}
