// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import io.millrace.connect.it.SourceDatabase.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A table of the source, and what may happen to it. Grows columns while the load runs. */
final class MirroredTable {

    private final String name;
    private final Map<String, Kind> key;
    private final Map<String, Kind> columns;
    private final boolean wholeImages;
    private final Set<String> required = new HashSet<>();

    private MirroredTable(String name, Map<String, Kind> key, Map<String, Kind> columns, boolean wholeImages) {
        this.name = name;
        this.key = key;
        this.columns = new LinkedHashMap<>(columns);
        this.wholeImages = wholeImages;
    }

    /** Values of all kinds, by a key of one number; it grows columns. */
    static MirroredTable items() {
        Map<String, Kind> columns = new LinkedHashMap<>();
        columns.put("name", Kind.TEXT);
        columns.put("amount", Kind.AMOUNT);
        columns.put("ratio", Kind.RATIO);
        columns.put("flag", Kind.FLAG);
        columns.put("born", Kind.DAY);
        columns.put("seen_at", Kind.MOMENT);
        return new MirroredTable("items", Map.of("id", Kind.ID), columns, false);
    }

    /** A key of two columns of different kinds. */
    static MirroredTable parts() {
        Map<String, Kind> key = new LinkedHashMap<>();
        key.put("region", Kind.CODE);
        key.put("nr", Kind.ID);
        Map<String, Kind> columns = new LinkedHashMap<>();
        columns.put("label", Kind.TEXT);
        columns.put("weight", Kind.AMOUNT);
        return new MirroredTable("parts", key, columns, false);
    }

    /** Large values, which the source sends with each change. */
    static MirroredTable letters() {
        return new MirroredTable("letters", Map.of("id", Kind.ID), large(), true);
    }

    /** Large values, which PostgreSQL does not send with a change that leaves them alone. */
    static MirroredTable drafts() {
        return new MirroredTable("drafts", Map.of("id", Kind.ID), large(), false);
    }

    /** What is emptied as a whole at times. */
    static MirroredTable scratch() {
        return new MirroredTable("scratch", Map.of("id", Kind.ID), Map.of("label", Kind.TEXT), false);
    }

    private static Map<String, Kind> large() {
        Map<String, Kind> columns = new LinkedHashMap<>();
        columns.put("body", Kind.BODY);
        columns.put("opened", Kind.ID);
        columns.put("title", Kind.TEXT);
        return columns;
    }

    String name() {
        return name;
    }

    List<String> keyColumns() {
        return List.copyOf(key.keySet());
    }

    Map<String, Kind> key() {
        return key;
    }

    /** Those that are not of the key. */
    List<String> otherColumns() {
        return List.copyOf(columns.keySet());
    }

    Kind kindOf(String column) {
        Kind kind = columns.get(column);
        if (kind == null) {
            throw new IllegalArgumentException(name + " has no column " + column);
        }
        return kind;
    }

    boolean mayBeNull(String column) {
        return !required.contains(column);
    }

    void grow(String column, Kind kind, boolean mayBeNull) {
        columns.put(column, kind);
        if (!mayBeNull) {
            required.add(column);
        }
    }

    /** All columns, the key's first. */
    List<String> allColumns() {
        List<String> all = new ArrayList<>(key.keySet());
        all.addAll(columns.keySet());
        return all;
    }

    /** The statements that make it. */
    List<String> ddl(SourceDatabase database) {
        Map<String, Kind> all = new LinkedHashMap<>(key);
        all.putAll(columns);
        String definitions = all.entrySet().stream()
                .map(column -> column.getKey() + " " + database.sqlType(column.getValue()))
                .collect(Collectors.joining(", "));
        List<String> statements = new ArrayList<>();
        statements.add("CREATE TABLE " + name + " (" + definitions + ", PRIMARY KEY (" + String.join(", ", key.keySet())
                + "))");
        if (wholeImages) {
            statements.addAll(database.wholeImages(name));
        }
        return statements;
    }
}
