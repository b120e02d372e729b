// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.json;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.millrace.connect.emulator.store.FieldType;
import io.millrace.connect.emulator.store.GeographyText;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A scalar as insertAll and files of JSON spell it, and in no other way
 * (https://cloud.google.com/bigquery/docs/write-api-rest and
 * https://cloud.google.com/bigquery/docs/loading-data-cloud-storage-json#data_types, 2026-08). Whatever is thrown is for a
 * value that is none.
 */
public final class RestValue {
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d+");
    private static final String TIME_OF_DAY = "\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,6})?";
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern TIME = Pattern.compile(TIME_OF_DAY);
    private static final Pattern DATETIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}(?:[ T]" + TIME_OF_DAY + ")?");
    private static final Pattern TIMESTAMP =
            Pattern.compile("\\d{4}([-/])\\d{2}\\1\\d{2}[ T]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,6})?)?"
                    + "(?: ?(?:Z|UTC|[+-]\\d{1,2}(?::?\\d{2})?))?");

    private RestValue() {}

    /** A value of a JSON document, but for JSON columns and records: text, BigDecimal or Boolean. */
    static Object scalar(FieldType type, Object json) {
        if (json instanceof Boolean bool) {
            if (type != FieldType.BOOLEAN) {
                throw new IllegalArgumentException("not a " + type);
            }
            return bool;
        }
        return json instanceof BigDecimal number ? number(type, number) : text(type, json.toString());
    }

    private static Object number(FieldType type, BigDecimal number) {
        return switch (type) {
            case INTEGER -> integer(number);
            case FLOAT -> finite(number.doubleValue());
            case NUMERIC, BIGNUMERIC -> exact(number);
            case TIMESTAMP ->
                TemporalText.instant(exact(number)
                        .movePointRight(6)
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValueExact());
            case STRING, BYTES, BOOLEAN, DATE, TIME, DATETIME, GEOGRAPHY, INTERVAL, JSON, RECORD ->
                throw new IllegalArgumentException("a number is no " + type);
        };
    }

    /** Beyond 2^53 a JSON number may be another one when it arrives; it has to be text. */
    private static long integer(BigDecimal number) {
        if (number.scale() != 0 || number.abs().compareTo(BigDecimal.valueOf((1L << 53) - 1)) > 0) {
            throw new IllegalArgumentException("not a whole number that JSON holds exactly");
        }
        return number.longValueExact();
    }

    private static double finite(double value) {
        if (Double.isInfinite(value)) {
            throw new IllegalArgumentException("out of range");
        }
        return value;
    }

    /** A number that comes out of a double as it went in. */
    private static BigDecimal exact(BigDecimal number) {
        if (new BigDecimal(Double.toString(finite(number.doubleValue()))).compareTo(number) != 0) {
            throw new IllegalArgumentException("more digits than a JSON number holds");
        }
        return number;
    }

    /** A value that is a text, a JSON column's too. */
    public static Object text(FieldType type, String text) {
        return switch (type) {
            case STRING -> text;
            case BYTES -> bytes(text);
            case INTEGER -> Long.parseLong(matching(INTEGER, text));
            case FLOAT -> TemporalText.floating(text);
            case NUMERIC, BIGNUMERIC -> new BigDecimal(text);
            case BOOLEAN -> TemporalText.bool(text);
            case DATE -> TemporalText.date(matching(DATE, text));
            case TIME -> TemporalText.time(matching(TIME, text));
            case DATETIME -> TemporalText.dateTime(matching(DATETIME, text));
            case TIMESTAMP -> TemporalText.timestamp(matching(TIMESTAMP, text).replace('/', '-'));
            case GEOGRAPHY -> geography(text);
            case INTERVAL -> text.indexOf('P') >= 0 ? IsoInterval.parse(text) : TemporalText.interval(text);
            case JSON -> json(text);
            case RECORD -> throw new IllegalArgumentException("a text is no record");
        };
    }

    private static String matching(Pattern form, String text) {
        if (!form.matcher(text).matches()) {
            throw new IllegalArgumentException("not of the form");
        }
        return text;
    }

    private static byte[] bytes(String text) {
        if (text.length() % 4 != 0) {
            throw new IllegalArgumentException("not Base64 with its padding");
        }
        return Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
    }

    private static String geography(String text) {
        if (!GeographyText.isWellKnownText(text) && !GeographyText.isGeoJson(text)) {
            throw new IllegalArgumentException("neither WKT nor GeoJSON of type "
                    + FieldType.GEOGRAPHY.name().toLowerCase(Locale.ROOT));
        }
        return text;
    }

    private static String json(String text) {
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            reader.setStrictness(Strictness.STRICT);
            reader.skipValue();
            if (reader.peek() == JsonToken.END_DOCUMENT) {
                return text;
            }
        } catch (IOException broken) {
            throw new IllegalArgumentException("not JSON", broken);
        }
        throw new IllegalArgumentException("more than one JSON value");
    }
}
