// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.it;

import java.util.Map;

/** A way in which BigQuery shows what a database has now. Another one is one more constant. */
enum MirrorStrategy {
    /** One row for each key, by BigQuery's change data capture, which can neither empty a table nor keep a value. */
    CDC("") {
        @Override
        Map<String, String> config() {
            return Map.of("change.mode", "upsert-delete");
        }

        @Override
        boolean shows(MirroredTable table, SourceDatabase database) {
            return !table.name().equals("scratch") && (!table.name().equals("drafts") || database.sendsWholeRows());
        }
    },
    /** One row for each key, by merges, which keep what the source did not send and empty a table that was. */
    MERGE("") {
        @Override
        Map<String, String> config() {
            return Map.of(
                    "change.mode", "upsert-delete",
                    "upsert.strategy", "merge",
                    "unavailable.values", "keep",
                    "truncate", "apply",
                    "merge.interval.ms", "1000");
        }

        @Override
        boolean shows(MirroredTable table, SourceDatabase database) {
            return true;
        }
    },
    /** Every change is a row, and a view shows the last of each key. */
    VIEW("_current") {
        @Override
        Map<String, String> config() {
            return Map.of("view.create", "true");
        }

        @Override
        boolean shows(MirroredTable table, SourceDatabase database) {
            return true;
        }
    };

    private final String suffix;

    MirrorStrategy(String suffix) {
        this.suffix = suffix;
    }

    /** What shows the table. */
    String shown(MirroredTable table) {
        return table.name() + suffix;
    }

    /** What a sink is told besides where it writes. */
    abstract Map<String, String> config();

    /** Whether it promises to show this table as it is. */
    abstract boolean shows(MirroredTable table, SourceDatabase database);
}
