// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import com.google.cloud.bigquery.storage.v1.TableFieldSchema;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A protobuf scalar as a BigQuery column takes it: exactly the combinations of <a
 * href="https://cloud.google.com/bigquery/docs/supported-data-types">Google's table of 2026-08</a>. Types that it does
 * not list, as sint64 or fixed32, are refused.
 */
@FunctionalInterface
interface ScalarDecoder {
    /** {@code raw} is what protobuf's reflection gives for the field. */
    Object decode(Object raw) throws InvalidValueException;

    /** The decoder for a column and a field's type, null where BigQuery refuses the combination. */
    static @Nullable ScalarDecoder of(FieldDescriptor field, TableFieldSchema column, String path) {
        FieldDescriptor.Type type = field.getType();
        boolean text = type == FieldDescriptor.Type.STRING;
        boolean isLong = type == FieldDescriptor.Type.INT64;
        return switch (column.getType()) {
            case BOOL ->
                type == FieldDescriptor.Type.BOOL ? raw -> raw : isWhole(type) ? raw -> whole(type, raw) != 0 : null;
            case INT64 -> integer(type);
            case DOUBLE -> isFloating(type) ? raw -> ((Number) raw).doubleValue() : null;
            case STRING -> string(type, column, path);
            case BYTES -> text || type == FieldDescriptor.Type.BYTES ? bytes(column, path) : null;
            case NUMERIC, BIGNUMERIC -> decimal(type, new Decimals(path, column));
            case DATE ->
                text
                        ? literal(path, "DATE", Literals::date)
                        : isLong || type == FieldDescriptor.Type.INT32 ? date(type, path) : null;
            case TIME ->
                text
                        ? literal(path, "TIME", Literals::time)
                        : isLong ? packed(path, "TIME", Literals::packedTime) : null;
            case DATETIME ->
                text
                        ? literal(path, "DATETIME", Literals::dateTime)
                        : isLong ? packed(path, "DATETIME", Literals::packedDateTime) : null;
            case TIMESTAMP -> isWhole(type) && type != FieldDescriptor.Type.UINT64 ? micros(type, path) : null;
            case INTERVAL -> text ? literal(path, "INTERVAL", Literals::interval) : null;
            case JSON -> text ? raw -> TextFormats.json((String) raw, path) : null;
            case GEOGRAPHY -> text ? raw -> TextFormats.geography((String) raw, path) : null;
            case STRUCT, RANGE, TYPE_UNSPECIFIED, UNRECOGNIZED -> null;
        };
    }

    /** The same for the value of one of protobuf's wrapper messages, of which fewer are taken. */
    static @Nullable ScalarDecoder ofWrapped(FieldDescriptor value, TableFieldSchema column, String path) {
        FieldDescriptor.Type type = value.getType();
        boolean taken = switch (column.getType()) {
            case BOOL -> type == FieldDescriptor.Type.BOOL;
            case INT64 -> type != FieldDescriptor.Type.UINT64;
            case DOUBLE, STRING -> true;
            case BYTES, NUMERIC, BIGNUMERIC -> type == FieldDescriptor.Type.BYTES;
            case DATE,
                    TIME,
                    DATETIME,
                    TIMESTAMP,
                    INTERVAL,
                    JSON,
                    GEOGRAPHY,
                    STRUCT,
                    RANGE,
                    TYPE_UNSPECIFIED,
                    UNRECOGNIZED -> false;
        };
        return taken ? of(value, column, path) : null;
    }

    private static boolean isWhole(FieldDescriptor.Type type) {
        return switch (type) {
            case INT32, INT64, UINT32, UINT64 -> true;
            case DOUBLE,
                    FLOAT,
                    BOOL,
                    STRING,
                    BYTES,
                    ENUM,
                    GROUP,
                    MESSAGE,
                    SINT32,
                    SINT64,
                    FIXED32,
                    FIXED64,
                    SFIXED32,
                    SFIXED64 -> false;
        };
    }

    /** Unsigned 64-bit ones wrap. */
    private static long whole(FieldDescriptor.Type type, Object raw) {
        if (raw instanceof Integer number) {
            return type == FieldDescriptor.Type.UINT32 ? Integer.toUnsignedLong(number) : number;
        }
        return (Long) raw;
    }

    private static @Nullable ScalarDecoder integer(FieldDescriptor.Type type) {
        if (type == FieldDescriptor.Type.ENUM) {
            return raw -> (long) ((EnumValueDescriptor) raw).getNumber();
        }
        return isWhole(type) && type != FieldDescriptor.Type.UINT64 ? raw -> whole(type, raw) : null;
    }

    private static boolean isFloating(FieldDescriptor.Type type) {
        return type == FieldDescriptor.Type.DOUBLE || type == FieldDescriptor.Type.FLOAT;
    }

    private static @Nullable ScalarDecoder string(FieldDescriptor.Type type, TableFieldSchema column, String path) {
        if (type == FieldDescriptor.Type.STRING) {
            return raw -> limited((String) raw, column.getMaxLength(), path);
        }
        return type == FieldDescriptor.Type.ENUM
                ? raw -> limited(((EnumValueDescriptor) raw).getName(), column.getMaxLength(), path)
                : null;
    }

    private static String limited(String text, long maxLength, String path) throws InvalidValueException {
        int length = maxLength == 0 ? 0 : text.codePointCount(0, text.length());
        if (length > maxLength) {
            throw new InvalidValueException(
                    "Field " + path + ": the value has " + length + " characters, STRING(" + maxLength + ")");
        }
        return text;
    }

    private static ScalarDecoder bytes(TableFieldSchema column, String path) {
        return raw -> {
            ByteString value = raw instanceof String text ? ByteString.copyFromUtf8(text) : (ByteString) raw;
            if (column.getMaxLength() != 0 && value.size() > column.getMaxLength()) {
                throw new InvalidValueException("Field " + path + ": the value has " + value.size() + " bytes, BYTES("
                        + column.getMaxLength() + ")");
            }
            return value.toByteArray();
        };
    }

    private static @Nullable ScalarDecoder decimal(FieldDescriptor.Type type, Decimals decimals) {
        return switch (type) {
            case BYTES -> raw -> decimals.fromBytes((ByteString) raw);
            case STRING -> raw -> decimals.fromText((String) raw);
            case DOUBLE, FLOAT -> raw -> decimals.fromDouble(((Number) raw).doubleValue());
            case UINT64 -> raw -> decimals.checked(new BigDecimal(Long.toUnsignedString((Long) raw)));
            case INT32, INT64, UINT32 -> raw -> decimals.checked(BigDecimal.valueOf(whole(type, raw)));
            case BOOL, ENUM, GROUP, MESSAGE, SINT32, SINT64, FIXED32, FIXED64, SFIXED32, SFIXED64 -> null;
        };
    }

    private static ScalarDecoder date(FieldDescriptor.Type type, String path) {
        return raw -> {
            long days = whole(type, raw);
            if (days < -719_162 || days > 2_932_896) {
                throw new InvalidValueException(
                        "Field " + path + ": the number of days is out of the range -719162 to 2932896 of DATE");
            }
            return LocalDate.ofEpochDay(days);
        };
    }

    private static ScalarDecoder micros(FieldDescriptor.Type type, String path) {
        return raw -> timestamp(Instant.EPOCH.plus(whole(type, raw), ChronoUnit.MICROS), path);
    }

    static Instant timestamp(Instant instant, String path) throws InvalidValueException {
        if (instant.isBefore(Instant.parse("0001-01-01T00:00:00Z"))
                || !instant.isBefore(Instant.parse("+10000-01-01T00:00:00Z"))) {
            throw new InvalidValueException(
                    "Field " + path + ": the instant is out of the range of TIMESTAMP, years 1 to 9999");
        }
        return instant;
    }

    /** Reads one kind of literal; DateTimeException says it is none. */
    @FunctionalInterface
    interface Parse<F, T> {
        T parse(F from);
    }

    private static <T> ScalarDecoder literal(String path, String type, Parse<String, T> parse) {
        return raw -> guarded(path, type, (String) raw, parse);
    }

    private static <T> ScalarDecoder packed(String path, String type, Parse<Long, T> parse) {
        return raw -> guarded(path, type, (Long) raw, parse);
    }

    private static <F, T> Object guarded(String path, String type, F raw, Parse<F, T> parse)
            throws InvalidValueException {
        try {
            return parse.parse(raw);
        } catch (DateTimeException invalid) {
            throw new InvalidValueException("Field " + path + ": the value is not a valid " + type);
        }
    }
}
