// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One column of a topic or table.
 *
 * @param type the Connect type in words; a logical one where it says more ({@code decimal(10,2)}, {@code date})
 * @param masking how its values are protected, from the field's schema parameters; null when they are not
 * @param children the columns inside a struct, or inside the structs of an array or map
 */
public record Column(
        String name,
        String type,
        boolean optional,
        @Nullable String doc,
        @Nullable Masking masking,
        List<Column> children) {
    public Column {
        children = List.copyOf(children);
    }

    /**
     * How a masked column was made.
     *
     * @param transformation DLP's word, such as {@code crypto-deterministic}; {@code masked} when only that is known
     * @param infoType what was found in it, such as {@code EMAIL_ADDRESS}; null when it was named, not detected
     * @param partly whether only what was found in its texts is masked, and the rest is as it was
     */
    public record Masking(String transformation, @Nullable String infoType, boolean partly) {
        @Override
        public String toString() {
            String how = infoType == null ? transformation : transformation + " " + infoType;
            return partly ? "partly: " + how : how;
        }
    }
}
