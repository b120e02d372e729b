// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.encode.value;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as JSON documents. Dates, times and bytes become texts as in a STRING column; NaN and the infinities
 * become texts, JSON having none. A decimal becomes a number only if a double holds it exactly: BigQuery refuses numbers
 * that it would have to round, so the others become texts.
 */
public final class JsonText {
    private static final JsonFactory JSON = new JsonFactory();
    private static final BigInteger SMALLEST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private static final Pattern SCALAR =
            Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?|true|false|null");

    private final JsonGenerator out;

    private JsonText(JsonGenerator out) {
        this.out = out;
    }

    /** The document of a value. */
    public static String of(@Nullable Object value, @Nullable Schema schema) {
        StringWriter text = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(text)) {
            new JsonText(generator).write(value, schema);
        } catch (StreamConstraintsException tooDeep) {
            throw new UnfitValueException("the value is nested deeper than a JSON document may be");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    /** How values of each kind become texts: what is nested as a document, everything else as it is written by itself. */
    public static Function<Object, String> texts(ValueKind kind, @Nullable Schema schema) {
        return switch (kind) {
            case STRUCT, ARRAY, MAP -> value -> of(value, schema);
            case UNTYPED ->
                value -> {
                    String plain = Texts.untyped(value);
                    return plain == null ? of(value, null) : plain;
                };
            default -> Texts.of(kind);
        };
    }

    /** How values of each kind become documents. A text is the document itself, whether or not a schema calls it JSON. */
    public static Function<Object, String> documents(ValueKind kind, @Nullable Schema schema, Image image) {
        return switch (kind) {
            case JSON -> value -> document((String) value, image);
            case TEXT -> value -> unnamedDocument((String) value, image);
            case UNTYPED ->
                value -> value instanceof CharSequence ? unnamedDocument(value.toString(), image) : of(value, null);
            default -> value -> of(value, schema);
        };
    }

    /**
     * The document in a text of Debezium's JSON type. A database stores nothing else, so what is none is Debezium's own: it
     * fills a NOT NULL column that a delete's key-only image lacks with "", and puts a placeholder, which can be chosen
     * ({@code unavailable.value.placeholder}), for a large value that an update left alone.
     */
    private static String document(String text, Image image) {
        if (text.isEmpty()) {
            return "null";
        }
        boolean placeholder = image != Image.WHOLE && !beginsAsDocument(text);
        return placeholder || isDebeziumsPlaceholder(text) ? of(text, null) : text;
    }

    /** The same of a text that only the column calls JSON: anything may have been written to it. */
    private static String unnamedDocument(String text, Image image) {
        if (text.isEmpty() && image == Image.DELETED) {
            return "null";
        }
        return isDebeziumsPlaceholder(text) ? of(text, null) : text;
    }

    /** A text that nobody calls JSON, such as a key: the document that it holds, else a document of the text itself. */
    public static String ofText(String text) {
        return beginsAsDocument(text) ? text : of(text, null);
    }

    private static boolean isDebeziumsPlaceholder(String text) {
        return text.startsWith("__debezium");
    }

    /** Enough to tell a placeholder, without reading every document to its end. */
    private static boolean beginsAsDocument(String text) {
        int start = skip(text, 0, " \t\r\n");
        int value = skip(text, start, "[ \t\r\n");
        boolean insideArray = value > start;
        if (value == text.length()) {
            return false;
        }
        return switch (text.charAt(value)) {
            case '{' -> {
                int member = skip(text, value + 1, " \t\r\n");
                yield member < text.length() && (text.charAt(member) == '"' || text.charAt(member) == '}');
            }
            case '"' -> insideArray || text.stripTrailing().endsWith("\"");
            case ']' -> insideArray;
            default ->
                insideArray
                        ? SCALAR.matcher(text).region(value, text.length()).lookingAt()
                        : SCALAR.matcher(text.strip()).matches();
        };
    }

    private static int skip(String text, int from, String characters) {
        int index = from;
        while (index < text.length() && characters.indexOf(text.charAt(index)) >= 0) {
            index++;
        }
        return index;
    }

    /**
     * A text that is a document.
     *
     * @throws UnfitValueException if it is none: a file would be refused for it with all its rows
     */
    public static String checkedDocument(String text) {
        if (!isDocument(text)) {
            throw new UnfitValueException("the text is no JSON");
        }
        return text;
    }

    /** Whether BigQuery takes a text for a document: it is one, and only one. */
    public static boolean isDocument(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JsonProcessingException malformed) {
            return false;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void write(@Nullable Object value, @Nullable Schema schema) throws IOException {
        if (value == null) {
            out.writeNull();
            return;
        }
        ValueKind kind = ValueKind.of(schema);
        switch (kind) {
            case STRUCT -> struct((Struct) value);
            case ARRAY -> elements((Collection<?>) value, schema == null ? null : schema.valueSchema());
            case MAP -> entries((Map<?, ?>) value, schema);
            case JSON -> out.writeRawValue(document((String) value, Image.UPDATED));
            case BOOLEAN -> out.writeBoolean((Boolean) value);
            case INTEGER, FLOAT -> number((Number) value);
            case DECIMAL, VARIABLE_DECIMAL -> plainDecimal(kind, value);
            case UNTYPED -> untyped(value);
            default -> out.writeString(Texts.of(kind).apply(value));
        }
    }

    private void struct(Struct struct) throws IOException {
        out.writeStartObject();
        for (Field field : struct.schema().fields()) {
            out.writeFieldName(field.name());
            write(FieldReader.of(field).read(struct), field.schema());
        }
        out.writeEndObject();
    }

    private void elements(Collection<?> elements, @Nullable Schema schema) throws IOException {
        out.writeStartArray();
        for (Object element : elements) {
            write(element, schema);
        }
        out.writeEndArray();
    }

    private void entries(Map<?, ?> map, @Nullable Schema schema) throws IOException {
        Schema keySchema = schema == null ? null : schema.keySchema();
        Schema valueSchema = schema == null ? null : schema.valueSchema();
        out.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Object key = entry.getKey();
            out.writeFieldName(
                    key == null
                            ? "null"
                            : texts(ValueKind.of(keySchema), keySchema).apply(key));
            write(entry.getValue(), valueSchema);
        }
        out.writeEndObject();
    }

    private void untyped(Object value) throws IOException {
        if (value instanceof Map<?, ?> map) {
            entries(map, null);
        } else if (value instanceof Collection<?> elements) {
            elements(elements, null);
        } else if (value instanceof Number number) {
            number(number);
        } else if (value instanceof Boolean bool) {
            out.writeBoolean(bool);
        } else if (value instanceof Struct struct) {
            struct(struct);
        } else if (value instanceof CharSequence || value instanceof java.util.Date || isBytes(value)) {
            out.writeString(Texts.untyped(value));
        } else {
            throw new UnfitValueException("the value is a " + value.getClass().getName() + ", which has no JSON form");
        }
    }

    private static boolean isBytes(Object value) {
        return value instanceof byte[] || value instanceof java.nio.ByteBuffer;
    }

    private void number(Number number) throws IOException {
        if (number instanceof BigDecimal decimal) {
            decimal(decimal);
        } else if (number instanceof BigInteger integer) {
            decimal(new BigDecimal(integer));
        } else if (number instanceof Double || number instanceof Float) {
            if (Double.isFinite(number.doubleValue())) {
                out.writeNumber(number.doubleValue());
            } else {
                out.writeString(number.toString());
            }
        } else {
            out.writeNumber(number.longValue());
        }
    }

    /** Written as in a STRING column: without an exponent where that is not too long. */
    private void plainDecimal(ValueKind kind, Object value) throws IOException {
        String plain = Texts.of(kind).apply(value);
        if (plain.length() > Digits.MOST_EXACT) {
            out.writeString(plain);
        } else {
            decimal(new BigDecimal(plain));
        }
    }

    private void decimal(BigDecimal decimal) throws IOException {
        if (!Digits.isBeyondExact(decimal) && isExact(decimal)) {
            out.writeNumber(decimal);
        } else {
            out.writeString(Digits.atMost(Digits.MOST_WRITTEN, decimal).toString());
        }
    }

    private static boolean isExact(BigDecimal decimal) {
        double near = decimal.doubleValue();
        boolean integer = decimal.scale() <= 0
                && decimal.precision() - (long) decimal.scale() <= 20
                && decimal.toBigInteger().compareTo(SMALLEST) >= 0
                && decimal.toBigInteger().compareTo(LARGEST) <= 0;
        return integer || (Double.isFinite(near) && BigDecimal.valueOf(near).compareTo(decimal) == 0);
    }
}
