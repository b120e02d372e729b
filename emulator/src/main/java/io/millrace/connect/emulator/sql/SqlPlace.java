// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.sql;

import io.millrace.connect.emulator.store.WarehouseException;

/** A place in a statement, as BigQuery tells it. */
record SqlPlace(String sql, int position) {
    WarehouseException problem(String what) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < Math.min(position, sql.length()); i++) {
            column++;
            if (sql.charAt(i) == '\n') {
                line++;
                column = 1;
            }
        }
        return new WarehouseException(
                WarehouseException.Reason.INVALID_QUERY, what + " at [" + line + ":" + column + "]");
    }
}
