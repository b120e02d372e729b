// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.query;

import com.google.api.services.bigquery.model.TableFieldSchema;
import io.millrace.connect.emulator.json.JsonRow;
import io.millrace.connect.emulator.json.TemporalText;
import io.millrace.connect.emulator.store.FieldType;
import io.millrace.connect.emulator.store.Identifier;
import io.millrace.connect.emulator.store.Interval;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A scalar as DuckDB text that has exactly its BigQuery type. */
public final class ParameterLiteral {
    private ParameterLiteral() {}

    /** Of a value in the text form that REST uses for it. */
    public static String of(String typeName, @Nullable String text) {
        FieldType type = FieldType.of(typeName);
        String duckDb = FieldType.duckDb(new TableFieldSchema().setType(type.name()));
        if (text == null) {
            return "CAST(NULL AS " + duckDb + ")";
        }
        return switch (type) {
            case STRING -> Identifier.literal(text);
            case JSON -> "CAST(" + Identifier.literal(text) + " AS JSON)";
            case GEOGRAPHY -> "struct_pack(\"$geography\" := " + Identifier.literal(text) + ")";
            case BYTES -> "unhex('" + HexFormat.of().formatHex((byte[]) JsonRow.scalar(type, text)) + "')";
            case TIMESTAMP ->
                "make_timestamptz(CAST(" + TemporalText.micros((Instant) JsonRow.scalar(type, text)) + " AS BIGINT))";
            case BIGNUMERIC ->
                "struct_pack(\"$bignumeric\" := CAST('"
                        + new BigDecimal(text).setScale(38).unscaledValue() + "' AS BIGNUM))";
            case INTERVAL -> {
                Interval interval = TemporalText.interval(text);
                yield "(to_months(" + interval.months() + ") + to_days(" + interval.days() + ") + to_microseconds("
                        + interval.micros() + "))";
            }
            case INTEGER, FLOAT, NUMERIC, BOOLEAN, DATE, TIME, DATETIME ->
                "CAST(" + Identifier.literal(String.valueOf(JsonRow.scalar(type, text))) + " AS " + duckDb + ")";
            case RECORD -> throw new IllegalArgumentException("a STRUCT is no scalar");
        };
    }
}
