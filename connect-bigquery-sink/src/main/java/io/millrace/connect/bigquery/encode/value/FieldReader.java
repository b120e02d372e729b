// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.value;

import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Takes a field's value out of a struct. A null that was put into an optional field stays null although the field has a
 * default, which {@link Struct#get(Field)} would answer; the default stands in only where null is impossible.
 *
 * @param keepsNull whether a default has to be passed over, at the price of a look-up by name
 */
public record FieldReader(Field field, boolean keepsNull) {
    /** A reader of a field of a struct's schema. */
    public static FieldReader of(Field field) {
        return new FieldReader(
                field, field.schema().isOptional() && field.schema().defaultValue() != null);
    }

    /** The field's value; null if it has none. */
    public @Nullable Object read(Struct struct) {
        return keepsNull ? struct.getWithoutDefault(field.name()) : struct.get(field);
    }
}
