// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.storagewrite;

import io.millrace.connect.emulator.store.TableName;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code projects/p/datasets/d/tables/t/streams/id}; the default stream's id is {@code _default}. */
record StreamName(TableName table, String id) {
    private static final Pattern TABLE = Pattern.compile("projects/([^/]+)/datasets/([^/]+)/tables/([^/]+)");
    private static final Pattern STREAM = Pattern.compile(TABLE.pattern() + "/(?:streams/([^/]+)|(_default))");
    private static final String DEFAULT = "_default";

    /** Both spellings of the default stream are read, with and without {@code streams/}. */
    static StreamName parse(String text) {
        Matcher matcher = STREAM.matcher(text);
        if (!matcher.matches()) {
            throw StorageException.invalid(
                    text, "Invalid stream name, expected projects/*/datasets/*/tables/*/streams/*");
        }
        String id = matcher.group(4) == null ? DEFAULT : matcher.group(4);
        return new StreamName(new TableName(matcher.group(1), matcher.group(2), matcher.group(3)), id);
    }

    static TableName parseTable(String text) {
        Matcher matcher = TABLE.matcher(text);
        if (!matcher.matches()) {
            throw StorageException.invalid(text, "Invalid table name, expected projects/*/datasets/*/tables/*");
        }
        return new TableName(matcher.group(1), matcher.group(2), matcher.group(3));
    }

    static StreamName defaultOf(TableName table) {
        return new StreamName(table, DEFAULT);
    }

    boolean isDefault() {
        return id.equals(DEFAULT);
    }

    /** As faults and the journal name it: {@code project.dataset.table}. */
    static String resource(TableName table) {
        return table.project() + "." + table.dataset() + "." + table.table();
    }

    static String path(TableName table) {
        return "projects/" + table.project() + "/datasets/" + table.dataset() + "/tables/" + table.table();
    }

    @Override
    public String toString() {
        return path(table) + "/streams/" + id;
    }
}
