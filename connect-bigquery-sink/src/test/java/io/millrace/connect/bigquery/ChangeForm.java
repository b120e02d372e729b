// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery;

import io.millrace.connect.bigquery.DatabaseModel.Change;
import io.millrace.connect.bigquery.DatabaseModel.Place;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How Debezium's connectors tell of a change: what their source blocks, or the fields of flattened records, hold. */
enum ChangeForm {
    /** The position is of the change, not of the commit; the sequence's first number is of the commit before. */
    POSTGRESQL {
        @Override
        void describe(Change change, Place place, Map<String, @Nullable Object> source) {
            source.put("lsn", change.written());
            source.put("sequence", "[\"" + (place.committed() - 1) + "\",\"" + change.written() + "\"]");
            source.put("txId", place.committed());
            source.put("ts_ms", place.committedMillis());
        }
    },
    /** The binlog has transactions as they were committed, each with the time of its statement in whole seconds. */
    MYSQL {
        @Override
        void describe(Change change, Place place, Map<String, @Nullable Object> source) {
            source.put("file", "mysql-bin.00000" + (9 - place.server() % 9));
            source.put("pos", place.committed());
            source.put("row", 0);
            source.put("gtid", "server" + place.server() + ":" + place.committed());
            source.put("ts_ms", change.statementMillis() / 1_000 * 1_000);
        }
    },
    SQL_SERVER {
        @Override
        void describe(Change change, Place place, Map<String, @Nullable Object> source) {
            source.put("change_lsn", isRead(change) ? null : lsn(change.written()));
            source.put("commit_lsn", lsn(place.committed()));
            source.put("event_serial_no", isRead(change) ? null : 1L);
            source.put("ts_ms", place.committedMillis());
        }
    },
    ORACLE {
        @Override
        void describe(Change change, Place place, Map<String, @Nullable Object> source) {
            source.put("scn", String.valueOf(change.written()));
            source.put("commit_scn", isRead(change) ? null : String.valueOf(place.committed()));
            source.put("ts_ms", change.statementMillis());
        }
    },
    DB2 {
        @Override
        void describe(Change change, Place place, Map<String, @Nullable Object> source) {
            source.put("change_lsn", isRead(change) ? null : lsn(change.written()));
            source.put("commit_lsn", lsn(place.committed()));
            source.put("ts_ms", place.committedMillis());
        }
    },
    VITESS {
        @Override
        void describe(Change change, Place place, Map<String, @Nullable Object> source) {
            source.put("vgtid", "[{\"shard\":\"0\",\"gtid\":\"MySQL56/s:1-" + place.committed() + "\"}]");
            source.put("ts_ms", change.statementMillis() / 1_000 * 1_000);
        }
    },
    SPANNER {
        @Override
        void describe(Change change, Place place, Map<String, @Nullable Object> source) {
            source.put("server_transaction_id", "t" + place.committed());
            source.put("record_sequence", "00000000");
            source.put("ts_ms", place.committedMillis());
            source.put("read_at_timestamp", place.number());
        }
    },
    /** {@code ExtractNewRecordState} over MongoDB. */
    MONGODB_FLATTENED {
        @Override
        void describe(Change change, Place place, Map<String, @Nullable Object> source) {
            source.put("__source_ord", place.committed() % 7);
            source.put("__source_ts_ms", place.committedMillis() / 1_000 * 1_000);
        }
    },
    POSTGRESQL_FLATTENED {
        @Override
        void describe(Change change, Place place, Map<String, @Nullable Object> source) {
            source.put("__lsn", change.written());
            source.put("__source_ts_ms", place.committedMillis());
        }
    },
    MYSQL_FLATTENED {
        @Override
        void describe(Change change, Place place, Map<String, @Nullable Object> source) {
            source.put("__source_ts_ms", change.statementMillis() / 1_000 * 1_000);
        }
    },
    /** No {@code add.fields} but {@code op}. */
    FLATTENED {
        @Override
        void describe(Change change, Place place, Map<String, @Nullable Object> source) {}
    };

    /** Adds what says where the change is. */
    abstract void describe(Change change, Place place, Map<String, @Nullable Object> source);

    boolean isFlattened() {
        return name().endsWith("FLATTENED");
    }

    /** Flattening drops truncates. */
    boolean hasTruncate() {
        return !isFlattened();
    }

    /** The value of the change's record, without schema. */
    Map<String, @Nullable Object> value(Change change, Place place) {
        Map<String, @Nullable Object> row = new HashMap<>();
        row.put("id", change.id());
        row.put("note", change.note());
        if (isFlattened()) {
            row.put("__op", change.op());
            row.put("__deleted", String.valueOf(change.op().equals("d")));
            describe(change, place, row);
            return row;
        }
        Map<String, @Nullable Object> source = new HashMap<>();
        source.put("snapshot", change.snapshot());
        describe(change, place, source);
        Map<String, @Nullable Object> value = new HashMap<>();
        value.put("op", change.op());
        value.put("source", source);
        value.put("before", change.op().equals("d") ? row : null);
        value.put("after", change.op().equals("d") || change.op().equals("t") ? null : row);
        return value;
    }

    private static boolean isRead(Change change) {
        return change.op().equals("r");
    }

    private static String lsn(long number) {
        return String.format("%08x:%08x:0001", number >>> 4, number & 0xF);
    }
}
