// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.dlp.transform;

import com.google.privacy.dlp.v2.FieldId;
import com.google.privacy.dlp.v2.Value;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where a value is transformed.
 *
 * @param infoType what it was found to be; empty for a whole field
 * @param row the other values of its row, as they came; all empty where there is no row
 */
public record Occasion(String infoType, Function<FieldId, Optional<Value>> row) {
    /** Empty where the field is not there, or where none was named. */
    Optional<Value> context(FieldId field) {
        return field.getName().isEmpty() ? Optional.empty() : row.apply(field);
    }
}
