// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.field.FieldType;
import org.jspecify.annotations.Nullable;

/** RedactConfig: the value is removed. Text becomes empty, everything else null. */
public record Redact() implements Primitive, Transformation {
    static final Form<Redact> FORM = new Form<>("redact", options -> new Redact(), config -> new Redact());

    @Override
    public Form<Redact> form() {
        return FORM;
    }

    @Override
    public KeyUse key() {
        return KeyUse.NONE;
    }

    @Override
    public @Nullable FieldPath context() {
        return null;
    }

    @Override
    public Repeats repeats() {
        return Repeats.ALWAYS;
    }

    @Override
    public void write(CloudConfig config) {
        // has no members
    }

    @Override
    public Transformation start(Materials materials, @Nullable String infoType) {
        return this;
    }

    @Override
    public Output output(FieldType type) {
        return type == FieldType.TEXT ? Output.SAME : Output.SAME_OR_NULL;
    }

    @Override
    public @Nullable Object apply(FieldType type, Object value, @Nullable Object contextValue) {
        return type == FieldType.TEXT ? "" : null;
    }
}
