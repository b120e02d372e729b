// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.store;

import java.sql.SQLException;
import org.duckdb.DuckDBConnection;

/** Work on one connection, inside one transaction when it writes. */
@FunctionalInterface
public interface SqlWork<T> {
    T on(DuckDBConnection connection) throws SQLException;
}
