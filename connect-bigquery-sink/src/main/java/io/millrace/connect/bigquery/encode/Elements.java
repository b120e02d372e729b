// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.encode.value.UnfitValueException;
import java.util.Collection;

/** What feeds a REPEATED column. */
public final class Elements {
    private Elements() {}

    /**
     * A value's elements.
     *
     * @throws UnfitValueException if it has none
     */
    public static Collection<?> of(Object value) {
        if (value instanceof Collection<?> elements) {
            return elements;
        }
        throw new UnfitValueException("the column is REPEATED, the value is no list");
    }

    /** A null among them that is neither left out nor wrapped. */
    public static UnfitValueException refusedNull() {
        return new UnfitValueException("the list has a null, which no REPEATED column holds;"
                + " null.array.elements=skip leaves nulls out, and with wrap columns that are made from then on"
                + " for a schema's arrays keep them");
    }
}
