// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.dlp.deidentify;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.millrace.connect.dlp.field.FieldPath;
import org.jspecify.annotations.Nullable;

/** Keys by name and contexts by path, as a policy says them. */
public final class PolicyTerms implements CloudConfig.Terms {
    @Override
    public @Nullable JsonObject key(@Nullable String name) {
        return name == null
                ? null
                : CloudConfig.object("transient", CloudConfig.object("name", new JsonPrimitive(name)));
    }

    @Override
    public String field(FieldPath context) {
        return context.toString();
    }
}
