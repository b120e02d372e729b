// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.emulator.query;

import io.millrace.connect.emulator.store.QueryResult;
import io.millrace.connect.emulator.store.TableName;
import org.jspecify.annotations.Nullable;

/**
 * What a statement did.
 *
 * @param type {@code statistics.query.statementType}
 * @param result rows of a query, else null
 * @param changes of DML, else null
 * @param target the table that DDL was about
 * @param operation CREATE, REPLACE, SKIP, ALTER or DROP of DDL
 */
public record QueryOutcome(
        String type,
        @Nullable QueryResult result,
        @Nullable Changes changes,
        @Nullable TableName target,
        @Nullable String operation) {

    /** Rows that DML touched. */
    public record Changes(long inserted, long updated, long deleted) {
        public long total() {
            return inserted + updated + deleted;
        }
    }

    static QueryOutcome rows(QueryResult result) {
        return new QueryOutcome("SELECT", result, null, null, null);
    }

    static QueryOutcome changed(String type, Changes changes) {
        return new QueryOutcome(type, null, changes, null, null);
    }

    static QueryOutcome defined(String type, @Nullable TableName target, String operation) {
        return new QueryOutcome(type, null, null, target, operation);
    }
}
