// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.schema;

import io.millrace.connect.bigquery.encode.value.ValueKind;
import io.millrace.connect.bigquery.model.Column;
import io.millrace.connect.bigquery.model.ColumnType;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/** Chooses the types of columns that are not nested. */
public final class ColumnTypes {
    private static final int NUMERIC_SCALE = 9;
    private static final int NUMERIC_INTEGER_DIGITS = 29;
    private static final int BIGNUMERIC_SCALE = 38;
    private static final int BIGNUMERIC_INTEGER_DIGITS = 38;
    private static final String PRECISION = "connect.decimal.precision";
    private static final Pattern DIGITS = Pattern.compile("-?\\d{1,9}");

    private final TypeSettings settings;
    private final Map<String, ColumnTypeRule> rules = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    public ColumnTypes(TypeSettings settings) {
        this.settings = settings;
        settings.columnTypes().forEach(rule -> rules.put(rule.column(), rule));
    }

    /** What {@code column.types} says of a column, by its dotted path; null if nothing. */
    public @Nullable ColumnTypeRule rule(String path) {
        return rules.get(path);
    }

    /** Whether the elements of an array stand in records of one field, so that they may be null. */
    public boolean wraps(Schema element) {
        return settings.nullElements() == NullElements.WRAP && element.isOptional();
    }

    /**
     * Whether a live list's elements stand in records of one field. A list that was made when elements were not wrapped
     * stays as it is, also where {@code element} was added to it later.
     *
     * @param live REPEATED
     * @param fields the element's own fields, by column name; empty if it is no record
     */
    public static boolean isWrapped(Column live, Collection<String> fields) {
        Set<String> others = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        Column element = null;
        for (Column field : live.fields()) {
            if (field.name().equalsIgnoreCase(ColumnNames.ELEMENT)) {
                element = field;
            } else {
                others.add(field.name());
            }
        }
        if (element == null || fields.stream().anyMatch(others::contains)) {
            return false;
        }
        boolean record = element.type() == ColumnType.RECORD;
        return record != fields.isEmpty() // else it is a record's own field of that name
                || element.type() == ColumnType.JSON;
    }

    /** What values of a schema mean for the column that they get. */
    public ValueKind kind(Schema schema) {
        ValueKind kind = ValueKind.of(schema);
        return settings.compatibility().logicalTypes() == LogicalTypes.ALL ? kind : kind.asKcbqKnowsIt();
    }

    /** The type of a value that is neither nested nor repeated; RECORD also for decimals in two parts. */
    ColumnType of(ValueKind kind, Schema schema) {
        return switch (kind) {
            case BOOLEAN -> ColumnType.BOOL;
            case INTEGER -> ColumnType.INT64;
            case FLOAT -> ColumnType.FLOAT64;
            case TEXT, ENUM_SET -> ColumnType.STRING;
            case BYTES -> ColumnType.BYTES;
            case DECIMAL -> decimal(schema);
            case VARIABLE_DECIMAL -> decimal(variableDecimalType(), ColumnType.BIGNUMERIC);
            case DAYS, CONNECT_DATE, ISO_DATE -> ColumnType.DATE;
            case TIME_MILLIS, TIME_MICROS, TIME_NANOS, CONNECT_TIME, ZONED_TIME, ISO_TIME -> ColumnType.TIME;
            case LOCAL_MILLIS, LOCAL_MICROS, LOCAL_NANOS, ISO_TIMESTAMP ->
                settings.zonelessTimestampType() == ZonelessTimestampType.DATETIME
                        ? ColumnType.DATETIME
                        : ColumnType.TIMESTAMP;
            case CONNECT_TIMESTAMP, ZONED_TIMESTAMP -> ColumnType.TIMESTAMP;
            case JSON, UNTYPED -> ColumnType.JSON;
            case INTERVAL -> ColumnType.INTERVAL;
            case POINT, GEOMETRY -> ColumnType.GEOGRAPHY;
            case STRUCT, ARRAY, MAP -> ColumnType.RECORD;
        };
    }

    boolean mapsAreJson() {
        return settings.mapFormat() == MapFormat.JSON;
    }

    private ColumnType decimal(Schema schema) {
        int scale = parameter(schema, Decimal.SCALE_FIELD)
                .orElseThrow(() -> new DataException("a decimal's schema has no readable parameter "
                        + Decimal.SCALE_FIELD + "; its converter has to set it"));
        // A decimal of unknown precision is rarely longer than NUMERIC; one that is becomes a row error, never a wrong
        // value.
        int integerDigits =
                parameter(schema, PRECISION).map(precision -> precision - scale).orElse(NUMERIC_INTEGER_DIGITS);
        ColumnType fitting = fitting(integerDigits, Math.max(0, scale));
        return decimal(settings.decimalType(), fitting == null ? ColumnType.STRING : fitting);
    }

    private static Optional<Integer> parameter(Schema schema, String name) {
        String text = schema.parameters() == null ? null : schema.parameters().get(name);
        return Optional.ofNullable(text)
                .filter(digits -> DIGITS.matcher(digits).matches())
                .map(Integer::valueOf);
    }

    private static ColumnType decimal(DecimalType type, ColumnType automatic) {
        return switch (type) {
            case AUTO -> automatic;
            case NUMERIC -> ColumnType.NUMERIC;
            case BIGNUMERIC -> ColumnType.BIGNUMERIC;
            case STRING -> ColumnType.STRING;
            case FLOAT64 -> ColumnType.FLOAT64;
            case RECORD -> ColumnType.RECORD;
        };
    }

    private DecimalType variableDecimalType() {
        DecimalType own = settings.compatibility().variableDecimalType();
        return own == DecimalType.AUTO ? settings.decimalType() : own;
    }

    /** The decimal type for numbers of so many digits before and behind the point; null if BigQuery has none. */
    static @Nullable ColumnType fitting(long integerDigits, int scale) {
        if (scale <= NUMERIC_SCALE && integerDigits <= NUMERIC_INTEGER_DIGITS) {
            return ColumnType.NUMERIC;
        }
        return scale <= BIGNUMERIC_SCALE && integerDigits <= BIGNUMERIC_INTEGER_DIGITS ? ColumnType.BIGNUMERIC : null;
    }
}
