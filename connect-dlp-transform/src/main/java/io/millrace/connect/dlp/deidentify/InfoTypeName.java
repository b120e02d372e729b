// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.field.FieldType;
import org.jspecify.annotations.Nullable;

/** DLP's ReplaceWithInfoTypeConfig: {@code [EMAIL_ADDRESS]}. A whole value gets the infoType its rule declares. */
final class InfoTypeName implements Transformation {
    private final @Nullable String declared;

    InfoTypeName(@Nullable String declared) {
        this.declared = declared;
    }

    @Override
    public Output output(FieldType type) {
        return declared == null ? Output.UNSUPPORTED : type == FieldType.TEXT ? Output.SAME : Output.TEXT;
    }

    @Override
    public Object apply(FieldType type, Object value, @Nullable Object context) {
        return "[" + declared + "]";
    }

    @Override
    public String applyToFinding(String finding, String infoType, @Nullable Object context) {
        return "[" + infoType + "]";
    }
}
