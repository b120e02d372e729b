// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.json;

import io.millrace.connect.bigquery.encode.value.UnfitValueException;

/** Writes values of one kind for columns of one type. */
@FunctionalInterface
interface JsonValue {
    /**
     * Writes one value, without what is around it.
     *
     * @throws UnfitValueException if the column's type cannot hold the value
     */
    void write(Object value, JsonBuffer out);
}
