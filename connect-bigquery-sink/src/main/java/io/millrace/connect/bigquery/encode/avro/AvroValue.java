// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.avro;

import io.millrace.connect.bigquery.encode.value.UnfitValueException;

/** Writes values of one kind for columns of one type. */
@FunctionalInterface
interface AvroValue {
    /**
     * Writes one value, without the branch of a union that it is.
     *
     * @throws UnfitValueException if the column's type cannot hold the value
     */
    void write(Object value, AvroBuffer out);
}
