// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import com.google.api.client.json.GenericJson;
import com.google.api.client.json.gson.GsonFactory;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Google's model objects as JSON text and back. */
public final class Model {
    private Model() {}

    public static String text(Object model) {
        try {
            return GsonFactory.getDefaultInstance().toString(model);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    public static <T> T parse(String json, Class<T> type) {
        try {
            return GsonFactory.getDefaultInstance().fromString(json, type);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** A deep copy; the models' own {@code clone} fails on immutable lists. */
    @SuppressWarnings("unchecked")
    public static <T extends GenericJson> T copy(T model) {
        return parse(text(model), (Class<T>) model.getClass());
    }
}
