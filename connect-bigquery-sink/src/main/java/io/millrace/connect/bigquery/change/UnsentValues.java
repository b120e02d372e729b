// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.jspecify.annotations.Nullable;

/**
 * Finds values that a source did not send: Debezium puts a placeholder in the place of a large value that an update left
 * alone, as a text, as bytes and their texts, in a list, as a list of its bytes' numbers, as a key of a map and that map's
 * text, by the column's type (its UnchangedToastedPlaceholder, 3.7). What the view over a changelog looks for is the same.
 */
public final class UnsentValues {
    private final UnavailableValues rule;
    private final String placeholder;
    private final byte[] bytes;
    /** A list, as every text of every row is looked for: texts of other lengths are told apart without their hash. */
    private final List<String> texts;

    private final String uuid;
    private final boolean inPlainRows;

    /** @param inPlainRows whether a row that does not say what it is, an unwrapped change it may be, is treated, too */
    UnsentValues(UnavailableValues rule, String placeholder, boolean inPlainRows) {
        this.rule = rule;
        this.inPlainRows = inPlainRows;
        this.placeholder = placeholder;
        this.bytes = placeholder.getBytes(StandardCharsets.UTF_8);
        String quoted = "\"" + placeholder + "\"";
        this.texts = List.of(
                placeholder,
                Base64.getEncoder().encodeToString(bytes),
                HexFormat.of().formatHex(bytes),
                "{" + quoted + ":" + quoted + "}");
        this.uuid = UUID.nameUUIDFromBytes(bytes).toString();
    }

    /** Whether records that are read so may lack values. */
    public boolean mayBeIn(Reading reading) {
        return inPlainRows || reading instanceof ChangeReading;
    }

    /**
     * A row as the rule has it; the very same if all was sent.
     *
     * @throws DataException if something was not, and the rule is that this is bad: names the field
     */
    public Object treated(Object row) {
        if (rule == UnavailableValues.AS_IS) {
            return row;
        }
        List<String> all = unsent(row);
        if (all.isEmpty()) {
            return row;
        }
        String unsent = all.get(0);
        if (rule == UnavailableValues.FAIL) {
            throw new DataException(
                    "field " + unsent + " has the source's placeholder for a value that it did not send, and"
                            + " unavailable.values=fail; let the source log whole rows (PostgreSQL: REPLICA"
                            + " IDENTITY FULL), or set unavailable.values to null or as-is, or to keep with"
                            + " upsert.strategy=merge");
        }
        return without(row);
    }

    /** A row that is gone, as {@link #treated}; nobody misses what was not sent of it. */
    public Object ofDelete(Object row) {
        return rule == UnavailableValues.FAIL && !unsent(row).isEmpty() ? without(row) : treated(row);
    }

    /** The fields that the row keeps what it has of, by the rule; empty if there are none. */
    public List<String> kept(@Nullable Object row) {
        return rule != UnavailableValues.KEEP || row == null ? List.of() : unsent(row);
    }

    private List<String> unsent(Object row) {
        List<String> unsent = List.of();
        if (row instanceof Struct struct) {
            for (Field field : struct.schema().fields()) {
                if (isUnsent(struct.getWithoutDefault(field.name()))) {
                    unsent = with(unsent, field.name());
                }
            }
        } else if (row instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> field : map.entrySet()) {
                if (isUnsent(field.getValue())) {
                    unsent = with(unsent, String.valueOf(field.getKey()));
                }
            }
        }
        return unsent;
    }

    /** Nearly all rows have none, so a list is made for those that do. */
    private static List<String> with(List<String> some, String one) {
        List<String> more = some.isEmpty() ? new ArrayList<>() : some;
        more.add(one);
        return more;
    }

    private boolean isUnsent(@Nullable Object value) {
        if (value instanceof String text) {
            return texts.contains(text);
        }
        if (value instanceof byte[] array) {
            return Arrays.equals(array, bytes);
        }
        if (value instanceof ByteBuffer buffer) {
            return buffer.remaining() == bytes.length && buffer.equals(ByteBuffer.wrap(bytes));
        }
        if (value instanceof Collection<?> list) {
            return isUnsent(list);
        }
        return value instanceof Map<?, ?> map && map.size() == 1 && map.containsKey(placeholder);
    }

    private boolean isUnsent(Collection<?> list) {
        if (list.size() == 1) {
            Object only = list.iterator().next();
            return uuid.equals(only) || isUnsent(only);
        }
        if (list.isEmpty() || list.size() != bytes.length) {
            return false;
        }
        int i = 0;
        for (Object one : list) {
            if (!(one instanceof Number number) || number.longValue() != bytes[i++]) {
                return false;
            }
        }
        return true;
    }

    private Object without(Object row) {
        if (row instanceof Struct struct) {
            Struct rest = new Struct(struct.schema());
            for (Field field : struct.schema().fields()) {
                Object value = struct.getWithoutDefault(field.name());
                if (value != null && !isUnsent(value)) {
                    rest.put(field, value);
                }
            }
            return rest;
        }
        Map<Object, @Nullable Object> rest = new LinkedHashMap<>();
        ((Map<?, ?>) row).forEach((name, value) -> rest.put(name, isUnsent(value) ? null : value));
        return rest;
    }
}
