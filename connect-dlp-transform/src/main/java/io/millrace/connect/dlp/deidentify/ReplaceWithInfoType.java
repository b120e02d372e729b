// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import io.millrace.connect.dlp.field.FieldPath;
import io.millrace.connect.dlp.field.FieldType;
import org.jspecify.annotations.Nullable;

/** ReplaceWithInfoTypeConfig: {@code [EMAIL_ADDRESS]}. A whole value gets the infoType that its rule declares. */
public record ReplaceWithInfoType() implements Primitive {
    static final Form<ReplaceWithInfoType> FORM = new Form<>(
            "replace-with-info-type", options -> new ReplaceWithInfoType(), config -> new ReplaceWithInfoType());

    @Override
    public Form<ReplaceWithInfoType> form() {
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
    public boolean namesInfoType() {
        return true;
    }

    @Override
    public void write(CloudConfig config) {
        // has no members
    }

    @Override
    public Transformation start(Materials materials, @Nullable String infoType) {
        return new Name(infoType);
    }

    private record Name(@Nullable String declared) implements Transformation {
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
}
