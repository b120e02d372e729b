// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.catalog.event;

import io.millrace.connect.catalog.event.Column.Masking;
import io.millrace.connect.catalog.observe.Nesting;
import io.millrace.connect.catalog.observe.SchemalessColumns;
import io.millrace.connect.kit.masking.MaskedField;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a topic or table as its records show them.
 *
 * @param cut whether there are more than are told here
 */
public record Columns(List<Column> all, boolean cut) {
    public static final Columns NONE = new Columns(List.of(), false);

    public Columns {
        all = List.copyOf(all);
    }

    /** The fields of {@code schema}; a schema that is no struct is one column named {@code value}. */
    public static Columns of(@Nullable Schema schema) {
        if (schema == null) {
            return NONE;
        }
        Room room = new Room();
        List<Column> all = schema.type() == Schema.Type.STRUCT
                ? fields(Nesting.in(schema), 0, room)
                : List.of(column("value", schema, null, 0, room));
        return new Columns(all, room.full || SchemalessColumns.isCut(schema));
    }

    /** For so many columns, and so many characters of their dotted paths, which grow with the square of the depth. */
    private static final class Room {
        private static final long MOST_CHARS = 1_000_000;

        private int columns = Nesting.MOST_COLUMNS;
        private long chars = MOST_CHARS;
        private boolean full;

        boolean takes(int path) {
            full |= columns <= 0 || chars < path;
            if (!full) {
                columns--;
                chars -= path;
            }
            return !full;
        }
    }

    /** @param prefix the characters before a field's name in its dotted path */
    private static List<Column> fields(Nesting struct, int prefix, Room room) {
        List<Column> columns = new ArrayList<>();
        for (Field field : struct.struct().fields()) {
            int path = prefix + field.name().length();
            if (!room.takes(path)) {
                break;
            }
            columns.add(column(field.name(), field.schema(), struct, path + 1, room));
        }
        return columns;
    }

    private static Column column(String name, Schema schema, @Nullable Nesting around, int prefix, Room room) {
        Schema inner = schema;
        while (inner.type() == Schema.Type.ARRAY || inner.type() == Schema.Type.MAP) {
            inner = inner.valueSchema();
        }
        List<Column> children = List.of();
        if (inner.type() == Schema.Type.STRUCT && (around == null || around.opens(inner))) {
            children = fields(around == null ? Nesting.in(inner) : around.inside(inner), prefix, room);
        }
        return new Column(name, TypeWords.of(schema), schema.isOptional(), schema.doc(), masking(schema), children);
    }

    /** The parameters that the masking transforms leave on a field: ours, and Debezium's. */
    private static @Nullable Masking masking(Schema schema) {
        Map<String, String> parameters = schema.parameters();
        if (parameters == null) {
            return null;
        }
        String transformation = parameters.get(MaskedField.MASKING);
        if (transformation == null && !"true".equals(parameters.get(MaskedField.MASKED))) {
            return null;
        }
        return new Masking(
                transformation == null ? "masked" : transformation, parameters.get(MaskedField.INFO_TYPE), false);
    }

    /** Every column by its dotted path, a struct before what it holds. */
    public Map<String, Column> dotted() {
        Map<String, Column> dotted = new LinkedHashMap<>();
        flatten("", all, dotted);
        return dotted;
    }

    private static void flatten(String prefix, List<Column> columns, Map<String, Column> dotted) {
        for (Column column : columns) {
            dotted.put(prefix + column.name(), column);
            flatten(prefix + column.name() + ".", column.children(), dotted);
        }
    }

    /** The columns of {@code path}'s struct, or these when there is no such struct. */
    public Columns inside(String path) {
        Column column = dotted().get(path);
        return column == null || column.children().isEmpty() ? this : new Columns(column.children(), cut);
    }

    /** The same columns, as if nothing were known of masks. */
    public Columns unmasked() {
        return mapped(column -> null);
    }

    /**
     * The same columns, where those of {@code masked} (by dotted path, and how) that do not say so themselves are masked in
     * parts: what was found in their texts.
     */
    public Columns partlyMasked(Map<String, String> masked) {
        if (masked.isEmpty()) {
            return this;
        }
        Map<String, Column> known = dotted();
        return mapped(path -> {
            Masking own = Objects.requireNonNull(known.get(path)).masking();
            String how = masked.get(path);
            return own == null && how != null ? new Masking(how, null, true) : own;
        });
    }

    /** Those whose dotted paths have at most {@code length} characters, and whether there are others. */
    public Columns named(int length) {
        if (dotted().keySet().stream().allMatch(path -> path.length() <= length)) {
            return this;
        }
        return new Columns(named(all, "", length), true);
    }

    private static List<Column> named(List<Column> columns, String prefix, int length) {
        return columns.stream()
                .filter(column -> prefix.length() + column.name().length() <= length)
                .map(column -> new Column(
                        column.name(),
                        column.type(),
                        column.optional(),
                        column.doc(),
                        column.masking(),
                        named(column.children(), prefix + column.name() + ".", length)))
                .toList();
    }

    private Columns mapped(Function<String, @Nullable Masking> masking) {
        return new Columns(mapped(all, "", masking), cut);
    }

    private static List<Column> mapped(
            List<Column> columns, String prefix, Function<String, @Nullable Masking> masking) {
        return columns.stream()
                .map(column -> new Column(
                        column.name(),
                        column.type(),
                        column.optional(),
                        column.doc(),
                        masking.apply(prefix + column.name()),
                        mapped(column.children(), prefix + column.name() + ".", masking)))
                .toList();
    }

    /** The same for the same names, types and masking, on any worker and in any release: a version for what has none. */
    public String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            dotted().forEach((path, column) -> {
                String line = path
                        + '\u0001'
                        + column.type()
                        + '\u0001'
                        + column.optional()
                        + '\u0001'
                        + Objects.toString(column.masking(), "")
                        + '\n';
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            });
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** What changed since {@code older}, a line each: {@code + email string}, {@code - fax}, {@code ~ amount int32 -> int64}. */
    public List<String> differenceFrom(Columns older) {
        Map<String, Column> before = older.dotted();
        Map<String, Column> now = dotted();
        List<String> lines = new ArrayList<>();
        now.forEach((path, column) -> {
            Column was = before.get(path);
            if (was == null) {
                lines.add("+ " + path + " " + column.type());
            } else {
                changes(path, was, column, lines);
            }
        });
        before.keySet().stream().filter(path -> !now.containsKey(path)).forEach(path -> lines.add("- " + path));
        return lines;
    }

    private static void changes(String path, Column was, Column now, List<String> lines) {
        if (!was.type().equals(now.type())) {
            lines.add("~ " + path + " " + was.type() + " -> " + now.type());
        }
        if (was.optional() != now.optional()) {
            lines.add("~ " + path + (now.optional() ? " may be null" : " is required"));
        }
        if (!Objects.equals(was.masking(), now.masking())) {
            lines.add("~ " + path + (now.masking() == null ? " is no longer masked" : " is masked: " + now.masking()));
        }
    }
}
