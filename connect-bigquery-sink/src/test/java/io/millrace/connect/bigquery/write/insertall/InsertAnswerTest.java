// SPDX-License-Identifier: Apache-2.0
package io.millrace.connect.bigquery.write.insertall;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.bigquery.write.insertall.InsertAnswer.Kind;
import io.millrace.connect.bigquery.write.insertall.InsertAnswer.RowError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statuses and reasons as cloud.google.com/bigquery/docs/error-messages lists them. */
class InsertAnswerTest {
    @ParameterizedTest
    @CsvSource({
        "400, badRequest, UNEXPLAINED",
        "400, invalid, UNEXPLAINED",
        "400, parseError, UNEXPLAINED",
        "400, '', UNEXPLAINED",
        "400, tableUnavailable, TRANSIENT",
        "400, quotaExceeded, QUOTA",
        "400, required, FATAL",
        "400, invalidParameter, FATAL",
        "401, authError, CREDENTIALS",
        "401, '', CREDENTIALS",
        "403, accessDenied, PERMISSION",
        "403, forbidden, PERMISSION",
        "403, insufficientPermissions, PERMISSION",
        "403, '', PERMISSION",
        "403, quotaExceeded, QUOTA",
        "403, rateLimitExceeded, QUOTA",
        "403, userRateLimitExceeded, QUOTA",
        "403, billingNotEnabled, FATAL",
        "403, billingTierLimitExceeded, FATAL",
        "403, blocked, FATAL",
        "404, notFound, TABLE_MISSING",
        "404, '', TABLE_MISSING",
        "408, '', TRANSIENT",
        "413, uploadTooLarge, TOO_LARGE",
        "413, '', TOO_LARGE",
        "429, rateLimitExceeded, QUOTA",
        "429, '', QUOTA",
        "500, internalError, TRANSIENT",
        "500, backendError, TRANSIENT",
        "500, '', TRANSIENT",
        "501, notImplemented, FATAL",
        "502, '', TRANSIENT",
        "503, backendError, TRANSIENT",
        "504, '', TRANSIENT",
        "302, '', FATAL",
    })
    void isDecidedByStatusAndReason(int status, String reason, Kind kind) {
        assertThat(new InsertAnswer(status, reason).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "invalid, false",
        "duplicate, false",
        "'', false",
        "stopped, true",
        "timeout, true",
        "backendError, true",
        "internalError, true",
        "rateLimitExceeded, true",
    })
    void saysWhetherARowIsAtFault(String reason, boolean passing) {
        assertThat(new RowError(0, reason, "").isPassing()).isEqualTo(passing);
    }

    @Test
    void isASuccessWhereNoRowIsNamed() {
        assertThat(InsertAnswer.taken(List.of()).kind()).isEqualTo(Kind.WRITTEN);
        assertThat(InsertAnswer.taken(List.of(new RowError(0, "invalid", ""))).kind())
                .isEqualTo(Kind.ROWS);
    }

    @Test
    void isShownByItsCodes() {
        assertThat(new InsertAnswer(503, "backendError")).hasToString("503 backendError");
        assertThat(new InsertAnswer(503, "")).hasToString("503");
        assertThat(InsertAnswer.taken(List.of(new RowError(0, "stopped", ""), new RowError(1, "timeout", ""))))
                .hasToString("200 timeout");
    }
}
