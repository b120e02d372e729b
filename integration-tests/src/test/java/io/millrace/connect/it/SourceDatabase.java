// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import io.millrace.connect.quickstart.stack.PluginPath;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** A real database that a real Debezium follows. */
interface SourceDatabase extends AutoCloseable {

    /** How names that belong to it begin: its topics' prefix, its datasets. */
    String name();

    /** A new connection that commits by itself; the caller closes it. */
    Connection connect() throws SQLException;

    /** What its SQL calls a kind of values. */
    String sqlType(Kind kind);

    /** What it takes that changes of a table say all that the source can say, large values that they left alone among it. */
    List<String> wholeImages(String table);

    /** Whether each change says the whole row, whatever it changed of it. */
    boolean sendsWholeRows();

    /** A table's name as Debezium has it, which is how its topic's name ends. */
    String qualified(String table);

    /** The table of signals as Debezium is told of it. */
    String signals();

    /** What of Debezium's configuration is this database's own. */
    Map<String, String> debezium();

    /** Where Debezium's connector for it lies. */
    PluginPath plugins(Platform platform);

    @Override
    void close();

    /** What values are. */
    enum Kind {
        ID,
        CODE,
        TEXT,
        AMOUNT,
        RATIO,
        FLAG,
        DAY,
        MOMENT,
        /** Thousands of characters, which PostgreSQL keeps apart from the row. */
        BODY
    }
}
