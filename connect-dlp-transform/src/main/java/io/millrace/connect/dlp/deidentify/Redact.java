// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.field.FieldType;
import org.jspecify.annotations.Nullable;

/** DLP's RedactConfig: text becomes empty, everything else null. */
final class Redact implements Transformation {
    @Override
    public Output output(FieldType type) {
        return type == FieldType.TEXT ? Output.SAME : Output.SAME_OR_NULL;
    }

    @Override
    public @Nullable Object apply(FieldType type, Object value, @Nullable Object context) {
        return type == FieldType.TEXT ? "" : null;
    }
}
