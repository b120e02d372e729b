// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.insertall;

import io.millrace.connect.bigquery.write.RetryReason;
import io.millrace.connect.kit.retry.Retryability;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request, from codes only: texts change without notice, and quote what was in a row.
 *
 * @param status the HTTP status, 0 if no answer came
 * @param reason BigQuery's reason, or what happened to the connection; empty if there is none
 * @param lost why there is no answer, null if there is one
 * @param rows what BigQuery says of single rows
 */
record InsertAnswer(int status, String reason, @Nullable RetryReason lost, List<RowError> rows) {
    /** What the writer does about it. */
    enum Kind {
        WRITTEN,
        ROWS,
        TABLE_MISSING,
        UNEXPLAINED,
        TOO_LARGE,
        PERMISSION,
        TRANSIENT,
        QUOTA,
        CREDENTIALS,
        LOST,
        FATAL
    }

    /**
     * Of one row.
     *
     * @param location the column that is meant, empty if none is
     */
    record RowError(int position, String reason, String location) {
        /** A row that is not at fault: others are, or BigQuery could not just then. */
        boolean isPassing() {
            return PASSING_FOR_ROWS.contains(reason) || Retryability.ofRest(OK, reason) == Retryability.TRANSIENT;
        }
    }

    private static final int OK = 200;
    private static final Set<String> PASSING_FOR_ROWS = Set.of("stopped", "timeout");
    private static final Set<String> QUOTAS = Set.of("quotaExceeded", "rateLimitExceeded", "userRateLimitExceeded");
    /** What says that the account may not: others with the status 403 are about bills and policies. */
    private static final Set<String> DENIALS = Set.of("", "accessDenied", "forbidden", "insufficientPermissions");
    /** What says that something in the request is wrong, but not what. */
    private static final Set<String> COMPLAINTS = Set.of("", "badRequest", "invalid", "parseError");

    InsertAnswer {
        rows = List.copyOf(rows);
    }

    /** One that came. */
    InsertAnswer(int status, String reason) {
        this(status, reason, null, List.of());
    }

    /** BigQuery took the request, and all rows but these. */
    static InsertAnswer taken(List<RowError> rows) {
        return new InsertAnswer(OK, "", null, rows);
    }

    /** None came: whether the rows are written is not known. */
    static InsertAnswer lost(RetryReason why, String event) {
        return new InsertAnswer(0, event, why, List.of());
    }

    /** The credentials could not be made to a token. */
    static InsertAnswer withoutToken(String event) {
        return new InsertAnswer(401, event);
    }

    /** What is to be done about it. */
    Kind kind() {
        if (lost != null) {
            return Kind.LOST;
        }
        if (QUOTAS.contains(reason)) {
            return Kind.QUOTA;
        }
        return switch (status) {
            case OK -> rows.isEmpty() ? Kind.WRITTEN : Kind.ROWS;
            case 401 -> Kind.CREDENTIALS;
            case 404 -> Kind.TABLE_MISSING;
            case 413 -> Kind.TOO_LARGE;
            case 429 -> Kind.QUOTA;
            default -> byReason();
        };
    }

    private Kind byReason() {
        if (Retryability.ofRest(status, reason) == Retryability.TRANSIENT) {
            return Kind.TRANSIENT;
        }
        if (status == 403 && DENIALS.contains(reason)) {
            return Kind.PERMISSION;
        }
        return status == 400 && COMPLAINTS.contains(reason) ? Kind.UNEXPLAINED : Kind.FATAL;
    }

    /** Why rows that are not at fault have to be sent again. */
    RetryReason passing() {
        return rows.stream().map(RowError::reason).anyMatch(QUOTAS::contains)
                ? RetryReason.QUOTA
                : RetryReason.UNAVAILABLE;
    }

    /** The codes, for people. */
    @Override
    public String toString() {
        String what = reason;
        if (what.isEmpty()) {
            what = rows.stream()
                    .map(RowError::reason)
                    .filter(reasonOfRow -> !"stopped".equals(reasonOfRow))
                    .findFirst()
                    .orElse("");
        }
        return status == 0 ? what : (status + " " + what).strip();
    }
}
