// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.change;

import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A change's position in its source's log as numbers that order the changes of a key. Which of Debezium's source fields
 * hold it depends on the database; all names are as in Debezium's source blocks.
 */
enum SourcePosition {
    /** The position in the write-ahead log, then the order in the transaction: one record may insert many rows. */
    POSTGRESQL {
        @Override
        int write(Function<String, @Nullable Object> source, long[] sections) {
            sections[0] = number(source.apply("lsn"));
            sections[1] = number(source.apply(TRANSACTION_ORDER));
            return 2;
        }
    },
    /** MySQL and MariaDB: the binlog file's number, the position in it, the row in the event. */
    BINLOG {
        @Override
        int write(Function<String, @Nullable Object> source, long[] sections) {
            String file = String.valueOf(source.apply("file"));
            sections[0] = number(file.substring(file.lastIndexOf('.') + 1));
            sections[1] = number(source.apply("pos"));
            sections[2] = number(source.apply("row"));
            return 3;
        }
    },
    /** The commit's and the change's log sequence number, 10 bytes each, and the event's number, in three sections. */
    SQL_SERVER {
        @Override
        int write(Function<String, @Nullable Object> source, long[] sections) {
            long[] commit = parts(source.apply("commit_lsn"));
            long[] change = parts(source.apply("change_lsn"));
            sections[0] = commit[0] << 32 | commit[1];
            sections[1] = commit[2] << 48 | change[0] << 16 | change[1] >>> 16;
            sections[2] = (change[1] & 0xFFFF) << 48 | change[2] << 32 | number(source.apply("event_serial_no"));
            return 3;
        }

        /** Reads {@code 00000027:00000758:0005}. */
        private long[] parts(@Nullable Object lsn) {
            long[] parts = new long[3];
            if (lsn instanceof String text) {
                String[] hex = text.split(":", 3);
                for (int i = 0; i < hex.length && HEX.matcher(hex[i]).matches(); i++) {
                    parts[i] = Long.parseUnsignedLong(hex[i], 16) & (i == 2 ? 0xFFFFL : 0xFFFF_FFFFL);
                }
            }
            return parts;
        }
    },
    /** The system change number. */
    ORACLE {
        @Override
        int write(Function<String, @Nullable Object> source, long[] sections) {
            sections[0] = number(source.apply("scn"));
            return 1;
        }
    },
    /** The source's clock, from the most precise field there is, and MongoDB's counter within a second. */
    CLOCK {
        @Override
        int write(Function<String, @Nullable Object> source, long[] sections) {
            long micros = ChangeReading.micros(source.apply("ts_ns"), source.apply("ts_us"), source.apply("ts_ms"));
            sections[0] = micros == ChangeReading.UNKNOWN_TIME ? 0 : micros;
            sections[1] = number(source.apply("ord"));
            return 2;
        }
    },
    /** Nothing is known of the source: Kafka's order is all there is. */
    NONE {
        @Override
        int write(Function<String, @Nullable Object> source, long[] sections) {
            return 0;
        }
    };

    /** The name under which the position within the transaction is asked for; it stands outside the source block. */
    static final String TRANSACTION_ORDER = "total_order";

    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{1,16}");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

    /** Chooses by the fields a source block has. */
    static SourcePosition among(Predicate<String> has) {
        if (has.test("event_serial_no") && has.test("commit_lsn")) {
            return SQL_SERVER;
        }
        if (has.test("file") && has.test("pos")) {
            return BINLOG;
        }
        if (has.test("lsn")) {
            return POSTGRESQL;
        }
        if (has.test("scn")) {
            return ORACLE;
        }
        return has.test("ts_ms") || has.test("ts_us") || has.test("ts_ns") ? CLOCK : NONE;
    }

    /** Sets the first sections, as many for every change of one source, and answers how many. */
    abstract int write(Function<String, @Nullable Object> source, long[] sections);

    /** A snapshot's rows lack some parts of a position: zero puts them first. */
    private static long number(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.longValue();
        }
        if (value instanceof String text && DIGITS.matcher(text).matches()) {
            return Long.parseLong(text);
        }
        return 0;
    }
}
