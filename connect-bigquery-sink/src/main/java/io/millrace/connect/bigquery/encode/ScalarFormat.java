// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode;

import io.millrace.connect.bigquery.encode.value.DecimalRange;
import io.millrace.connect.bigquery.model.Limits;
import java.math.BigDecimal;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * How values that are no records are written in one form of a row. The functions take a value out of the record and have
 * checked that the column's type holds it.
 *
 * @param <V> writes values of one kind to columns of one type
 */
public interface ScalarFormat<V> {
    /** INT64 fed by Java's integers: most columns that are no text, so it goes without a function. */
    V integer();

    /** INT64. */
    V integer(ToLongFunction<Object> integers);

    /** BOOL: 1 or 0. */
    V truth(ToLongFunction<Object> oneOrZero);

    /** FLOAT64: NaN and the infinities as they are. */
    V floating(ToDoubleFunction<Object> doubles);

    /** NUMERIC or BIGNUMERIC; the range is still to be checked, which costs least where it is written. */
    V decimal(Function<Object, BigDecimal> decimals, DecimalRange range);

    /** DATE: days since 1970. */
    V date(ToLongFunction<Object> days);

    /** TIME: microseconds since midnight. */
    V time(ToLongFunction<Object> micros);

    /** DATETIME: microseconds since 1970 on the clock. */
    V datetime(ToLongFunction<Object> micros);

    /** TIMESTAMP: microseconds since 1970. */
    V timestamp(ToLongFunction<Object> micros);

    /** STRING, and GEOGRAPHY as well-known text or GeoJSON. */
    V text(Function<Object, String> texts);

    /** JSON: the text of a document, which nobody has read to its end. */
    V document(Function<Object, String> documents);

    /** INTERVAL: {@code Y-M D H:M:S}, complete if it was made here, else whatever the record has. */
    V interval(Function<Object, String> texts);

    /** BYTES of whatever is bytes, or a Base64 text; the limits are still to be checked. */
    V bytes(Limits limits);
}
